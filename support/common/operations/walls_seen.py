"""What the doctor looks at between the applications: one host name is one origin to a browser (safety.md S29)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from urllib.parse import urlsplit

from flask import current_app

from support.common.operations.findings import GOOD, WARNING, Finding

WHY = (
    "The servers are sealed from each other, but a browser sees one origin: a hole in a page of one could act in the "
    "other, and whoever looks at the history sees them side by side. Give each a host name of its own: {}."
)


def own_origin() -> Iterator[Finding]:
    """Whether what must not meet shares a host name. A space alone sees its own address only."""
    config = current_app.config
    places = {"site": config["SITE_URL"], **config["SPACES"]}
    alone = config["PART"] != "site"
    pairs = [pair for pair in combinations(places, 2) if _host(places[pair[0]]) == _host(places[pair[1]])]
    for one, other in pairs:
        wanted = " and ".join(f"SUPPORT_{name.upper()}_URL" for name in (one, other) if name != "site")
        yield Finding(WARNING, f"{one} and {other} share one host name.", WHY.format(wanted))
    if alone:
        said = f"This space answers at {_host(config['OWN_URL']) or 'a path of the site'}."
        yield Finding(GOOD, f"{said} Whether anything else answers there cannot be seen from here.")
    elif not pairs and len(places) > 1:
        yield Finding(GOOD, "Site and spaces have host names of their own.")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
