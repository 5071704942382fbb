"""A good duties file, and a way to write it down, for the tests of reading it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 22)
GOOD = """
jurisdiction = "US-CA"
sample = false
reviewer = "Ada Example, Example Law"
reviewed_on = 2026-03-31
review_due = 2027-03-31

[[duty]]
id = "child-now"
trigger = "child_in_danger"
must = true
report_to = "the Office of Tests"
how = "by the office's form"
within_hours = 36
passed_on = ["times", "text"]
author_told = "after"
source_url = "https://example.org/law"
words.en = "We tell the Office of Tests."
words.es = "Avisamos a la Oficina de Pruebas."

[[duty]]
id = "own-life"
trigger = "own_life_in_danger"
must = false
report_to = "the emergency number"
how = "by telephone"
passed_on = ["text", "nothing_else"]
author_told = "yes"
words.en = "We call for help."
words.es = "Pedimos ayuda."

[retention]
held_text_days = 90
decision_days = 365
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "duties.toml"
    path.write_text(text, "utf-8")
    return path
