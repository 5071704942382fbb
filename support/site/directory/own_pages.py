"""Whether what a listing rests on is its operator's own page, by the two addresses. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

SOMEBODY_ELSE, OWN = "third_party_page", "official_page"
SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gob", "gouv", "gov", "go", "gub", "net", "ne", "nhs", "or", "org"))


def rests_on(kind: str, url: str, source_url: str) -> str:
    """The kind of the source. A page of the operator's own domain is never one of somebody else."""
    own = domain(url)
    return OWN if kind == SOMEBODY_ELSE and own and own == domain(source_url) else kind


def domain(url: str) -> str:
    """The name that somebody registered (``iwf.org.uk`` for ``report.iwf.org.uk``); empty where there is no host."""
    labels = (urlsplit(url).hostname or "").split(".")
    under_country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL
    return ".".join(labels[-3 if under_country else -2 :])
