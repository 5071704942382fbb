"""What a sealed search finds, as numbers of listings: the same terms, the same order, the same most as its pages."""

from __future__ import annotations

from support.common.index.engine import IndexUnavailable
from support.common.kernel.errors import DomainError, Unavailable
from support.site.directory.engine import engine
from support.site.directory.finding import answer
from support.site.directory.search import search
from support.site.directory.terms import Terms


class NothingToTake(DomainError):
    """A search that cannot be answered as it is: there is nothing to download."""

    status = 404
    title_key = "no_such_results"


def numbers(terms: Terms) -> list[int]:
    """The numbers of what ``terms`` find. Raises :class:`NothingToTake` and ``Unavailable``."""
    first = answer(terms, 1)
    if [problem for problem in first.problems if problem.what != "too_long"]:
        raise NothingToTake
    tools = engine()
    opening = tools.patterns.at(first.now) if terms.open_now or terms.sort == "soonest" else None
    try:
        pages = [search(tools.index, terms, first.place, opening, page).keys for page in range(1, first.pages + 1)]
    except IndexUnavailable as error:
        raise Unavailable from error
    return list(dict.fromkeys(key for keys in pages for key in keys))
