"""What every template can use: addresses that need no route, words of the reading, dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_babel import format_date
from jinja2 import StrictUndefined

from support.common.kernel.forms import STAMP_FIELD, stamp
from support.common.kernel.fragments import KeptBlock
from support.common.kernel.i18n import country_name, language_name, page, reading, site_page
from support.common.kernel.static_files import fingerprint


def furnish(app: Flask, static: Path) -> None:
    """Put the common names into the templates; an undefined name is a mistake, not an empty string."""

    def asset(name: str) -> str:
        return f"{request.script_root}/static/{name}?v={fingerprint(static / name)}"

    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension(KeptBlock)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "host": _host,
        "day": _day,
        "age": _age,
        "own_name": lambda code: language_name(code, code),
    }
    app.jinja_env.globals |= {
        "asset": asset,
        "page": page,
        "site_page": site_page,
        "leave": lambda: f"{request.script_root}/leave",
        "reading": reading,
        "country_name": lambda code: country_name(code, reading().language),
        "language_name": lambda code: language_name(code, reading().language),
        "stamp": stamp,
        "stamp_field": STAMP_FIELD,
        "setting": lambda name: current_app.config[name],
    }


def _host(url: str) -> str:
    """The host of an address, so that a reader sees where a link leads."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def _day(value: date) -> str:
    return str(format_date(value, "long"))


def _age(value: float) -> str:
    return f"{value:g}"
