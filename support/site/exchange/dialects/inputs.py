"""Each file as an input: rows or records, by what it begins with."""

from __future__ import annotations

from support.site.exchange.dialects.document_input import DocumentInput
from support.site.exchange.dialects.mapping import Mapping
from support.site.exchange.dialects.table_input import TableInput
from support.site.exchange.reading.documents import STARTS
from support.site.exchange.reading.limits import Options
from support.site.exchange.reading.member import Member

Input = TableInput | DocumentInput
_LOOKED_AT = 4_096


def opened(member: Member, options: Options, mapping: Mapping | None) -> Input:
    """The file as rows or as records, by what it begins with."""
    if _is_json(member, options):
        return DocumentInput(member, options, mapping)
    return TableInput(member, options, mapping)


def _is_json(member: Member, options: Options) -> bool:
    if member.name.lower().endswith((".json", ".ndjson", ".jsonl", ".geojson")):
        return True
    with member.opened() as stream:
        first = stream.read(_LOOKED_AT)
    wide = first.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = first.decode("utf-16" if wide else options.encoding or "utf-8", "ignore")
    return STARTS.match(text) is not None
