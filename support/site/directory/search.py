"""Finding listings: by words, by filters, near a place, open now; one implementation for every database.

Queries are put together from terms, never parsed, so that no sign somebody types means anything to the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import tantivy
from tantivy import Occur, Query

from support.common.index.engine import LocalIndex
from support.site.directory.index import analyzer, area_tags, design
from support.site.directory.open_now import OpenNow
from support.site.directory.synonyms import others
from support.site.directory.terms import BOTH, OWN, Terms
from support.site.places.cells import rings
from support.site.places.place import Place

PAGE_SIZE = 20
LAST_PAGE = 50
MOST_WORDS = 8
SMALL_WORDS = frozenset("a an and are at by can for from i in is it me my of on or the to we with who you".split())
TYPO_FROM, TWO_TYPOS_FROM, PREFIX_FROM = 4, 8, 3
CONCERNS_OF_AUDIENCE = {
    "survivor": ("survivor", "anyone", "none"),
    "family": ("family",),
    "own_thoughts": ("own_thoughts", "anyone"),
    "family_worried": ("family",),
    "professional": ("professional",),
    "anyone": ("anyone",),
}
KEPT_OUT = {OWN: "side:hurt", BOTH: None}
OTHER_GENDER = {"men": "women", "women": "men"}
AGES = ("child", "teen", "adult")


@dataclass(frozen=True)
class Found:
    """A page of results: keys in order, how many in all, and whether only some of the words had to match."""

    keys: list[int]
    total: int
    loosened: bool = False

    @property
    def pages(self) -> int:
        """How many pages can be turned to; at least one."""
        return max(1, min(LAST_PAGE, -(-self.total // PAGE_SIZE)))


def search(index: LocalIndex, terms: Terms, place: Place | None, opening: OpenNow | None, page: int = 1) -> Found:
    """The listings for ``terms``. ``opening`` is needed for *open now* and *soonest*. Raises ``IndexUnavailable``."""
    searcher = index.searcher()
    words = _words(searcher, terms.q)
    order = _order(terms, place)
    found = _ask(index, terms, place, opening, page, words, order)
    if found.total == 0 and len(words) > 1:
        found = replace(_ask(index, terms, place, opening, page, [_any(words)], order), loosened=True)
    return found


def _ask(
    index: LocalIndex, terms: Terms, place: Place | None, opening: OpenNow | None, page: int, words: list[Query],
    order: str,
) -> Found:  # fmt: skip
    musts = _filters(terms, place, opening)
    if order == "words":
        musts += [(Occur.Must, word) for word in words]
    else:
        musts += [(Occur.Must, Query.const_score_query(word, 0.0)) for word in words]
        musts.append((Occur.Must, _scores(terms, place, opening, order)))
    weight = "quality" if order in ("words", "best") else "tie"
    offset = (page - 1) * PAGE_SIZE
    hits = index.search(Query.boolean_query(musts), limit=PAGE_SIZE, offset=offset, weight_by_field=weight)
    return Found(hits.keys, hits.total)


def _order(terms: Terms, place: Place | None) -> str:
    if terms.sort == "soonest":
        return "soonest"
    if terms.sort == "near" and place is not None and place.latitude is not None:
        return "near"
    return "words" if terms.q and terms.sort != "near" else "best"


# words


def _words(searcher: tantivy.Searcher, typed: str) -> list[Query]:
    spelt = list(dict.fromkeys(analyzer(stem=False).analyze(typed)))
    chosen = [word for word in spelt if word not in SMALL_WORDS] or spelt
    return [_word(searcher, word) for word in chosen[:MOST_WORDS]]


def _word(searcher: tantivy.Searcher, word: str) -> Query:
    """A word as such, by its stem, by its synonyms; as the beginning of a longer one; and if nobody knows it, a typo."""
    schema = design().schema
    ways = [Query.boost_query(query, 1.0) for query in _same(word)]
    ways += [Query.const_score_query(query, 0.6) for other in others(word) for query in _phrase(other)]
    known = searcher.doc_freq("spelt", word) > 0
    if len(word) >= PREFIX_FROM:
        ways.append(Query.const_score_query(Query.fuzzy_term_query(schema, "spelt", word, 0, True, True), 0.3))
    if not known and len(word) >= TYPO_FROM:
        distance = 2 if len(word) >= TWO_TYPOS_FROM else 1
        ways.append(Query.const_score_query(Query.fuzzy_term_query(schema, "spelt", word, distance, True, False), 0.4))
    return Query.disjunction_max_query(ways, 0.1)


def _same(word: str) -> list[Query]:
    schema, stems = design().schema, analyzer(stem=True).analyze(word)
    if not stems:
        return [Query.empty_query()]
    return [
        Query.boost_query(Query.term_query(schema, "title", stems[0], "freq"), 2.0),
        Query.term_query(schema, "words", stems[0], "freq"),
    ]


def _phrase(text: str) -> list[Query]:
    stems = analyzer(stem=True).analyze(text)
    if len(stems) > 1:
        return [Query.phrase_query(design().schema, "words", list(stems))]
    return [Query.term_query(design().schema, "words", stem, "freq") for stem in stems]


def _any(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


# filters


def tagged(*values: str) -> Query:
    """Whatever carries one of the tags; it filters and does not score."""
    schema = design().schema
    if len(values) == 1:
        return Query.const_score_query(Query.term_query(schema, "tag", values[0], "basic"), 0.0)
    return Query.const_score_query(Query.term_set_query(schema, "tag", list(values)), 0.0)


def _filters(terms: Terms, place: Place | None, opening: OpenNow | None) -> list[tuple[Occur, Query]]:
    wanted = [
        *((f"{name}:{getattr(terms, name)}",) for name in ("kind", "language", "cost") if getattr(terms, name)),
        *([tuple(f"channel:{way}" for way in terms.channel)] if terms.channel else []),
        *([("fact:without_name:yes",)] if terms.anonymous else []),
        *([tuple(f"concern:{code}" for code in CONCERNS_OF_AUDIENCE[terms.audience])] if terms.audience in CONCERNS_OF_AUDIENCE else []),
    ]  # fmt: skip
    clauses = [(Occur.Must, tagged(*values)) for values in wanted]
    if terms.side != BOTH:
        clauses.append((Occur.MustNot, tagged(KEPT_OUT.get(terms.side) or "side:own")))
    if terms.audience == "family_worried":
        clauses.append((Occur.Must, tagged("concern:own_thoughts")))
    clauses += _who(terms.who)
    where = _where(terms, place)
    if where is not None:
        clauses.append((Occur.Must, where))
    if terms.open_now and opening is not None:
        clauses.append((Occur.Must, tagged(*(f"hours:{name}" for name in opening.now or ("none",)))))
    return clauses


def _who(who: str) -> list[tuple[Occur, Query]]:
    """A man is shown what is for men and what is for everybody, not what is for women only; likewise by age."""
    if who in OTHER_GENDER:
        only_other = [(Occur.Must, tagged(f"who:{OTHER_GENDER[who]}")), (Occur.MustNot, tagged(f"who:{who}"))]
        return [(Occur.MustNot, Query.boolean_query(only_other))]
    if who in AGES:
        other_ages = tagged(*(f"who:{age}" for age in AGES if age != who))
        only_other = [(Occur.Must, other_ages), (Occur.MustNot, tagged(f"who:{who}"))]
        return [(Occur.MustNot, Query.boolean_query(only_other))]
    return [(Occur.Must, tagged(f"who:{who}"))] if who else []


def _where(terms: Terms, place: Place | None) -> Query | None:
    if place is None:
        if terms.region:
            return tagged(*area_tags(terms.region[:2], terms.region))
        return tagged(f"in:{terms.country}", *area_tags(terms.country, "")) if terms.country else None
    areas = area_tags(place.country, place.region)
    if place.latitude is None or place.longitude is None:
        return tagged(*([f"in:{place.country}"] if place.kind == "country" else []), *areas)
    cells = [cell for _distance, ring in rings(place.latitude, place.longitude, terms.radius) for cell in ring]
    near = Query.const_score_query(Query.term_set_query(design().schema, "cell", cells), 0.0)
    return Query.boolean_query([(Occur.Should, near), (Occur.Should, tagged(*areas))])


# order


def _scores(terms: Terms, place: Place | None, opening: OpenNow | None, order: str) -> Query:
    if order == "near" and place is not None:
        return _nearest(place, terms.radius)
    if order == "soonest" and opening is not None:
        return _soonest(opening)
    return _best(terms, place)


def _best(terms: Terms, place: Place | None) -> Query:
    """Without words: what is made for this reader first, then what rests on the surer source."""
    better = [(f"concern:{terms.audience}", 0.6), (f"who:{terms.who}", 0.8)]
    if place is not None and place.region:
        better.append((f"area:{place.region}", 0.4))
    shoulds = [(Occur.Should, _scored(tag, score)) for tag, score in better if not tag.endswith(":")]
    return Query.boolean_query([(Occur.Must, Query.const_score_query(Query.all_query(), 1.0)), *shoulds])


def _nearest(place: Place, radius: int) -> Query:
    """By rings of distance; then what serves the region, the country, the union and the world."""
    schema = design().schema
    around = rings(place.latitude or 0.0, place.longitude or 0.0, radius)
    ways = [
        Query.const_score_query(Query.term_set_query(schema, "cell", cells), 1000.0 - n)
        for n, (_distance, cells) in enumerate(around)
        if cells
    ]
    ways += [_scored(tag, 500.0 - n) for n, tag in enumerate(area_tags(place.country, place.region))]
    return Query.disjunction_max_query([*ways, Query.const_score_query(Query.all_query(), 1.0)])


def _soonest(opening: OpenNow) -> Query:
    schema = design().schema
    ways = [
        Query.const_score_query(Query.term_set_query(schema, "tag", [f"hours:{name}" for name in names]), 1000.0 - n)
        for n, names in enumerate(opening.in_order)
    ]
    return Query.disjunction_max_query([*ways, Query.const_score_query(Query.all_query(), 1.0)])


def _scored(tag: str, score: float) -> Query:
    return Query.const_score_query(Query.term_query(design().schema, "tag", tag, "basic"), score)


