"""What ``datapackage.json`` says about the files beside it (Frictionless Data Package)."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import msgspec

from support.common.kernel.i18n import gettext as _
from support.site.exchange.dialects import names
from support.site.exchange.reading import limits
from support.site.exchange.reading.limits import Options, Unreadable
from support.site.exchange.reading.sources import Source


def described(source: Source, options: Options) -> tuple[Options, list[str]]:
    """What ``datapackage.json`` says: which file is which table, and which of them are not there (DIRTY.md 13)."""
    if source.descriptor is None:
        return options, []
    if source.descriptor.size > limits.DESCRIPTOR_BYTES:
        raise Unreadable(_("%(file)s is too large to be a descriptor.", file=source.descriptor.name))
    try:
        found = json.loads(b"".join(source.descriptor.chunks()).decode("utf-8-sig"))
        resources = [(str(one.get("path", "")), str(one.get("name", ""))) for one in found["resources"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return options, [_("%(file)s cannot be read; the files beside it are.", file=source.descriptor.name)]
    there = {PurePosixPath(member.name).name: member.name for member in source.members}
    tables = dict(options.table_names)
    missing = []
    for path, name in resources:
        own = PurePosixPath(path).name
        if own not in there:
            missing.append(own or name)
        elif not names.table_of(PurePosixPath(own).stem) and names.table_of(name):
            tables.setdefault(there[own], name)
    said = [_("%(file)s names tables that are not there: %(names)s.", file=source.descriptor.name,
              names=", ".join(missing))] if missing else []  # fmt: skip
    return msgspec.structs.replace(options, table_names=tables), said
