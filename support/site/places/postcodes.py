"""Which postcode a text may be. The ids are those of the gazetteer's postcode places."""

from __future__ import annotations

import re

_UNITED_STATES = re.compile(r"([0-9]{5})(?:[0-9]{4})?", re.ASCII)
_CANADA = re.compile(r"([ABCEGHJ-NPRSTVXY][0-9][A-Z])(?:[0-9][A-Z][0-9])?", re.ASCII)
_BRITAIN = re.compile(r"([A-Z]{1,2})[0-9][0-9A-Z]?(?:[0-9][A-Z]{2})?", re.ASCII)
_FRANCE = re.compile(r"([0-9]{5})", re.ASCII)
_LONGEST = 12


def postcode_ids(text: str) -> list[str]:
    """The ids a text such as ``78701-1234``, ``M5V 3L9`` or ``sw1a 1aa`` may stand for; none for other words.

    Canada's are known by their first three signs (forward sortation area), the United Kingdom's by their letters
    only (postcode area), since no more is openly at hand.
    """
    if len(text) > _LONGEST:
        return []
    code = re.sub(r"[\s-]", "", text).upper()
    shapes = (("US", _UNITED_STATES), ("CA", _CANADA), ("GB", _BRITAIN), ("FR", _FRANCE))
    found = ((country, shape.fullmatch(code)) for country, shape in shapes)
    return [f"{country}:{match[1]}" for country, match in found if match]
