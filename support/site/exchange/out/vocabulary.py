"""The taxonomies and terms that exports name: ours, and those that came with an import."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from support.site.directory.models import Attribute, TaxonomyTerm
from support.site.exchange.out.attributes import published, said, term_of
from support.site.exchange.profile.terms import (
    OF_VOCABULARY,
    PROFILE_VERSION,
    TAXONOMIES,
    Taxonomy,
    Term,
    foreign_taxonomy,
    own_terms,
)

INTERNAL = ("channels", "costs")  # words of ours that no attribute uses


def terms(session: Session) -> list[Term]:
    """Every term that an attribute of a published record may name, in the order of their codes. Asks once."""
    return sorted({**own_terms(), **_foreign(session)}.values(), key=lambda term: (term.taxonomy.code, term.code))


def taxonomies(session: Session) -> list[Taxonomy]:
    """Every vocabulary with a term. Asks once."""
    found = dict.fromkeys(session.scalars(select(TaxonomyTerm.taxonomy).distinct().order_by(TaxonomyTerm.taxonomy)))
    others = [foreign_taxonomy(name) for name in found if name not in OF_VOCABULARY and name not in INTERNAL]
    return [*TAXONOMIES.values(), *others]


def rows(session: Session) -> Iterator[tuple[str, dict[str, Any]]]:
    """The vocabularies as rows of the data package: taxonomies first."""
    known = terms(session)
    for taxonomy in {term.taxonomy.id: term.taxonomy for term in known}.values():
        yield "taxonomy", taxonomy_of(taxonomy)
    for term in known:
        yield "taxonomy_term", term_of(term)


def taxonomy_of(one: Taxonomy) -> dict[str, Any]:
    """A vocabulary as HSDS writes it."""
    own = one.code in TAXONOMIES
    return said(
        id=str(one.id),
        name=one.name,
        description=one.description,
        uri=f"urn:uuid:{one.id}",
        version=PROFILE_VERSION if own else None,
    )


def _foreign(session: Session) -> dict[Any, Term]:
    used = exists().where(Attribute.taxonomy_term_id == TaxonomyTerm.id)
    asked = select(TaxonomyTerm).where(TaxonomyTerm.taxonomy.not_in(INTERNAL), used)
    return {row.id: published(row) for row in session.scalars(asked)}
