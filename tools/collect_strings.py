"""Collects every word that a reader sees into ``translations/`` and compiles the catalogues.

English is complete by definition: its words are the ones in the source. Other languages keep what is translated, and
what changed is marked as not translated rather than guessed.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
METHODS = [("support/**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"silent": "false", "extensions": "support.common.kernel.fragments.KeptBlock"}}
STEADY = datetime(2026, 1, 1, tzinfo=UTC)  # so that only changed words change the file
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "say": None}


def collected() -> Catalog:
    """A catalogue of every string in the source, without line numbers, in a steady order."""
    catalog = Catalog(project="Stillwater", charset="utf-8", fuzzy=False)
    catalog.header_comment = "# The words of Stillwater. Made by `make strings`."
    found = extract_from_dir(str(ROOT), METHODS, OPTIONS, KEYWORDS, directory_filter=_ours)
    for name, _line, message, _comments, _context in sorted(found, key=lambda item: (item[0], item[1])):
        catalog.add(message, locations=[(name, None)])
    return catalog


def main() -> None:
    """Write the template, every language's catalogue and its compiled form."""
    for folder in sorted((ROOT / "translations").glob("*/LC_MESSAGES")):
        language = folder.parent.name
        # a template for each: an update puts the template's own messages into the catalogue
        catalog = updated(folder / "messages.po", language, collected())
        (folder / "messages.po").write_bytes(_po(catalog))
        with (folder / "messages.mo").open("wb") as file:
            write_mo(file, catalog)
        missing = sum(1 for message in catalog if message.id and not _translated(message.string))
        print(f"{language}: {len(catalog)} strings, {missing} not translated")


def updated(path: Path, language: str, template: Catalog) -> Catalog:
    """The language's catalogue brought to the template: nothing guessed, English filled in from the source."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    if language == "en":
        for message in catalog:
            if message.id:
                message.string = message.id
    catalog.header_comment = template.header_comment
    catalog.creation_date = catalog.revision_date = STEADY
    return catalog


def _po(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=120, omit_header=False, include_lineno=False, sort_output=False)
    return buffer.getvalue()


def _translated(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def _ours(path: str) -> bool:
    return not Path(path).name.startswith((".", "__")) and Path(path).name not in ("node_modules", "tests", "instance")


if __name__ == "__main__":
    sys.exit(main())
