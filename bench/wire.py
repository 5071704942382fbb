"""B7: what a visit costs on the wire, headers included."""

from __future__ import annotations

import gzip
import http.client
import re
from dataclasses import dataclass

from bench.pages import ENCODING
from bench.report import Figure, Row, Table
from bench.serving import Server

ASSET = re.compile(r"""<(?:link|script|img|source|iframe)\b[^>]*?\b(?:href|src)="([^"]+)"[^>]*>""")
NOT_FETCHED = re.compile(r"""\brel="(?:canonical|alternate|next|prev|author|license|help)\"""")
FIRST_VIEW_BYTES, MOST_REQUESTS, LATER_BYTES = 30_000, 5, 10_000


@dataclass(frozen=True)
class View:
    """A page as a browser gets it: its own bytes, and those of each further file that it names."""

    page: int
    files: tuple[tuple[str, int], ...]

    @property
    def first(self) -> int:
        """Bytes of a first view."""
        return self.page + sum(size for _name, size in self.files)


def get(server: Server, path: str) -> tuple[int, bytes]:
    """Bytes of an answer on the wire, and its body as it was before compression by gzip."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": ENCODING, "Accept-Language": "en-GB,en;q=0.8"})
    answer = connection.getresponse()
    body = answer.read()
    head = (
        f"HTTP/1.1 {answer.status} {answer.reason}\r\n"
        + "".join(f"{k}: {v}\r\n" for k, v in answer.getheaders())
        + "\r\n"
    )
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path.partition('?')[0]} answered {answer.status}")
    plain = gzip.decompress(body) if answer.getheader("Content-Encoding") == "gzip" else body
    return len(head.encode()) + len(body), plain


def view(server: Server, path: str) -> View:
    """Fetch a page and every file it names."""
    size, body = get(server, path)
    named = [m[1] for m in ASSET.finditer(body.decode()) if not NOT_FETCHED.search(m[0])]
    foreign = [name for name in named if not name.startswith("/")]
    if foreign:
        raise RuntimeError(f"a page asks another site: {foreign}")
    return View(size, tuple((name.partition("?")[0], get(server, name)[0]) for name in dict.fromkeys(named)))


def measure(server: Server, paths: dict[str, list[str]]) -> Row:
    """The kinds of page, the heaviest of some of each."""
    kinds = {
        "first page": ["/en-GB/"],
        "search form": ["/en-GB/directory"],
        **{k: v[:20] for k, v in paths.items() if k != "hello"},
    }
    heaviest = {
        kind: max((view(server, path) for path in some), key=lambda seen: seen.first) for kind, some in kinds.items()
    }
    worst = max(heaviest.values(), key=lambda seen: seen.first)
    later = max(seen.page for seen in heaviest.values())
    rows = [
        (
            kind,
            f"{seen.page:,}",
            f"{seen.first:,}",
            1 + len(seen.files),
            ", ".join(f"{name} {size:,}" for name, size in seen.files),
        )
        for kind, seen in heaviest.items()
    ]
    return Row(
        "B7", "Bytes on the wire",
        f"Every answer with its headers, asked with `Accept-Encoding: {ENCODING}`; of each kind the heaviest of up to "
        "20 pages. A later page is the page alone, its files being kept for an hour.",
        [
            Figure("first view, heaviest", worst.first / 1000, FIRST_VIEW_BYTES / 1000, unit=" KB"),
            Figure("requests of a first view", max(1 + len(seen.files) for seen in heaviest.values()), MOST_REQUESTS),
            Figure("later page, heaviest", later / 1000, LATER_BYTES / 1000, unit=" KB"),
        ],
        [Table(("page", "page, bytes", "first view, bytes", "requests", "files"), rows)],
    )  # fmt: skip
