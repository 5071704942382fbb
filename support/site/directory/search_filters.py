"""What a listing must carry to be found: the fields of a search as clauses of a query. They filter and do not score."""

from __future__ import annotations

from tantivy import Occur, Query

from support.site.directory.index import area_tags, design
from support.site.directory.open_now import OpenNow
from support.site.directory.terms import BOTH, OWN, Terms
from support.site.places.cells import rings
from support.site.places.place import Place

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


def tagged(*values: str) -> Query:
    """Whatever carries one of the tags; it filters and does not score."""
    schema = design().schema
    if len(values) == 1:
        return Query.const_score_query(Query.term_query(schema, "tag", values[0], "basic"), 0.0)
    return Query.const_score_query(Query.term_set_query(schema, "tag", list(values)), 0.0)


def filters(terms: Terms, place: Place | None, opening: OpenNow | None) -> list[tuple[Occur, Query]]:
    """All clauses but the words. ``opening`` is needed for *open now*."""
    clauses = [(Occur.Must, tagged(*tags)) for tags in _wanted(terms)]
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


def _wanted(terms: Terms) -> list[tuple[str, ...]]:
    """For each field that was filled in, the tags of which a listing must carry one."""
    concerns = CONCERNS_OF_AUDIENCE.get(terms.audience, ())
    fields = [
        (f"kind:{terms.kind}",) if terms.kind else (),
        (f"language:{terms.language}",) if terms.language else (),
        (f"cost:{terms.cost}",) if terms.cost else (),
        tuple(f"channel:{way}" for way in terms.channel),
        ("fact:without_name:yes",) if terms.anonymous else (),
        tuple(f"concern:{code}" for code in concerns),
    ]
    return [tags for tags in fields if tags]


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
