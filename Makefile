# What people run. `make run` and `make test` need only Python 3.11 or newer; the rest is for whoever changes things.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help run demo test lint types bench lock styles strings sbom audit

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

run: $(VENV)/run ## all of it on http://127.0.0.1:8000 (PORT and SUPPORT_INSTANCE move it)
	@$(BIN)/flask --app app prepare-database
	@$(BIN)/flask --app app directory load
	@$(BIN)/flask --app app staff invite --first
	@echo "Stillwater is on http://127.0.0.1:$(PORT)"
	@exec $(BIN)/gunicorn --config gunicorn.conf.py app:app

demo: export SUPPORT_INSTANCE := $(or $(SUPPORT_INSTANCE),demo)
demo: export SUPPORT_DUTIES := support/space/duties/data/sample.toml
demo: export SUPPORT_JURISDICTION := ZZ
demo: $(VENV)/run ## as run, in demo/, with sample people whose sign-ins it prints, and what they say; refuses a production configuration
	@$(BIN)/flask --app app sample --may
	@$(BIN)/flask --app app prepare-database
	@$(BIN)/flask --app app directory load
	@$(BIN)/flask --app app sample
	@$(BIN)/flask --app app sample-posts
	@echo "Stillwater, with samples, is on http://127.0.0.1:$(PORT)"
	@exec $(BIN)/gunicorn --config gunicorn.conf.py app:app

test: $(VENV)/test ## everything: lint, types, unit, property, journeys, real browser, PostgreSQL, faults
	@tools/install_test_programs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadfile $(ARGS)

bench: $(VENV)/test ## measures the budgets and writes docs/benchmarks.md
	$(BIN)/python -m bench

styles: ## compiles styles/ into static/ (needs npm)
	npm ci --ignore-scripts --no-audit --no-fund
	npm run styles

strings: $(VENV)/test ## collects the words of templates and code into translations/, and compiles them
	$(BIN)/python -m tools.collect_strings

lock: $(VENV)/test ## writes the locked requirements anew
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links requirements.in -o requirements.txt
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links requirements-dev.in -o requirements-dev.txt

sbom: $(VENV)/test ## writes sbom.json: what all this is made of (CycloneDX 1.6)
	$(BIN)/python -m tools.sbom

audit: $(VENV)/test ## asks for published vulnerabilities of what is locked; says NOT AUDITED where it cannot
	$(BIN)/python -m tools.audit

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Stillwater needs Python 3.11 or newer. Name it: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement requirements.txt
	@touch $@

$(VENV)/test: requirements-dev.txt $(VENV)/run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement requirements-dev.txt
	@touch $@
