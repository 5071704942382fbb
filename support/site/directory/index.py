"""What the search engine holds of a listing: its words, and tags for everything that filters.

Nothing here is shown to anybody; the words on a page come from the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import tantivy
from flask_babel import force_locale

from support.common.crisis.lines import EU_MEMBERS
from support.common.index.engine import Design, Fields
from support.site.directory.listing import Listing
from support.site.directory.vocabulary import CONCERNS, KINDS, WHO
from support.site.places.cells import cells_of

VERSION = "2"
NO_LABELS: Mapping[str, str] = MappingProxyType({})
FOLDED, STEMMED = "folded", "stemmed"


@cache
def design() -> Design:
    """Schema and analyzers of the directory's index."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_text_field("title", tokenizer_name=STEMMED, index_option="freq")
    builder.add_text_field("words", tokenizer_name=STEMMED, index_option="position")
    builder.add_text_field("spelt", tokenizer_name=FOLDED, index_option="basic")
    builder.add_text_field("tag", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("cell", tokenizer_name="raw", index_option="basic")
    builder.add_float_field("quality", fast=True)
    builder.add_float_field("tie", fast=True)
    return Design(builder.build(), {STEMMED: analyzer(stem=True), FOLDED: analyzer(stem=False)}, VERSION)


@cache
def analyzer(*, stem: bool) -> tantivy.TextAnalyzer:
    """Words in lower case without accents; with ``stem``, English endings are taken off as well."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(40), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return (builder.filter(tantivy.Filter.stemmer("english")) if stem else builder).build()


def document(key: int, listing: Listing, labels: Mapping[str, str] = NO_LABELS) -> Fields:
    """The listing as the engine takes it. ``key`` is its number in the database, ``labels`` what codes are called."""
    title = f"{listing.name} {listing.alternate_name} {listing.organization}"
    named = (labels.get(code, code) for code in (listing.kind, *listing.concerns, *listing.who))
    words = " ".join((title, listing.description, _places(listing), *named))
    return {
        "key": key,
        "title": title,
        "words": words,
        "spelt": words,
        "tag": list(tags(listing)),
        "cell": list(_cells(listing)),
        "quality": 0.5 + listing.rank / 100,
        "tie": 1 + listing.rank / 100_000,
    }


def labels_in(languages: Iterable[str]) -> dict[str, str]:
    """The words of the vocabulary in every language, by code. To be made once, not once a listing."""
    said: dict[str, list[str]] = {}
    for language in languages:
        with force_locale(language):
            for words in (KINDS, CONCERNS, WHO):
                for code, term in words.items():
                    said.setdefault(code, []).append(str(term.label))
    return {code: " ".join(dict.fromkeys(labels)) for code, labels in said.items()}


def tags(listing: Listing) -> Iterator[str]:
    """What a filter can ask for, as ``name:value``."""
    yield f"kind:{listing.kind}"
    yield f"side:{listing.side}"
    yield f"hours:{listing.hours_signature}"
    yield f"cost:{listing.cost}"
    yield f"in:{listing.country}"
    yield from (f"concern:{code}" for code in listing.concerns or ("none",))
    yield from (f"who:{code}" for code in listing.who)
    yield from (f"channel:{code}" for code in listing.channels())
    yield from {f"language:{spoken.code}" for spoken in listing.languages}
    yield from (f"fact:{fact.code}:{fact.value}" for fact in listing.facts if fact.value in ("yes", "no", "partly"))
    yield from _areas(listing)


def _areas(listing: Listing) -> Iterator[str]:
    for area in listing.areas:
        if area.type == "region":
            yield f"in:{area.code[:2]}"
        yield f"area:{area.code}"
    for country in {place.country for place in listing.places if place.country}:
        yield f"in:{country}"


def area_tags(country: str, region: str) -> list[str]:
    """The areas that hold a place: its region, its country, the European Union if it is in it, the world."""
    wider = ["area:EU"] if country in EU_MEMBERS else []
    narrow = [f"area:{code}" for code in (region, country) if code]
    return [*narrow, *wider, "area:ZZ"]


def _places(listing: Listing) -> str:
    return " ".join((*(place.city for place in listing.places), *(area.name for area in listing.areas)))


def _cells(listing: Listing) -> Iterable[str]:
    """Where it is: public places, and the middle of a town that it serves. A withheld place is nowhere."""
    spots: list[tuple[Any, Any]] = [(place.latitude, place.longitude) for place in listing.places if not place.withheld]
    spots += [(area.latitude, area.longitude) for area in listing.areas]
    return {cell for latitude, longitude in spots if latitude is not None for cell in cells_of(latitude, longitude)}
