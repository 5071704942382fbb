"""The terms that our exports use, each with a UUID that stays: our vocabulary, and what a record says of itself.

An exported ``taxonomy_term.code`` is ``taxonomy:code``, because HSDS wants codes unique over all taxonomies. Whoever
reads an export back finds the codes with :func:`own_code`.
"""

# ruff: noqa: E501  -- a table: one thing a line

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from uuid import UUID, uuid5

from flask_babel import force_locale

from support.site.directory import vocabulary

PROFILE_ID = UUID("7a490975-b00d-4ad5-830f-32e63d257c69")  # also the namespace of every id that is made from others
PROFILE_VERSION = "1.0"
OPEN_ELIGIBILITY = "openeligibility"
RECORD = "record"


@dataclass(frozen=True)
class Taxonomy:
    """One of our vocabularies."""

    code: str
    id: UUID
    name: str
    description: str


@dataclass(frozen=True)
class Term:
    """One term as it is published. ``code`` is the full one, such as ``kinds:hotline``."""

    id: UUID
    code: str
    name: str
    description: str
    taxonomy: Taxonomy
    term_uri: str = ""


# fmt: off
TAXONOMIES = {one.code: one for one in (
    Taxonomy("kinds", UUID("909ac863-614a-43a4-900d-0bbd5dc12d95"), "Kinds of service", "What a service is. Each service has exactly one."),
    Taxonomy("concerns", UUID("fd84d73c-55d9-404f-b152-3d07e1e03ffa"), "Concerns", "Whose concern a service is for. Lists for people who were abused and lists for people worried about their own thoughts or behaviour are to be kept apart, unless the reader asks for both."),
    Taxonomy("who", UUID("b452ee32-bce2-4f7a-a2c3-e6a3da4e5f52"), "People", "Which people a service is made for."),
    Taxonomy("facts", UUID("d87def77-9c86-4e1f-8070-a3aa8a96d5fc"), "Facts", "Questions that people ask before they make contact. The answer stands in value (yes, no, partly, depends, or a sentence); label holds the place of law and the date of the answer, where they are known. A fact that is missing is not known."),
    Taxonomy(RECORD, UUID("f155567a-f55c-41cc-a4fc-98fb48d29a54"), "About the record", "Where a record comes from, how it was checked, and what HSDS has no field for."),
)}

_RECORD_ROWS = (
    ("profile", "a2825041-2f8b-41c6-85fd-ab6ec55d5c8f", "Profile", "The profile and its version that this record follows. Its ids are the publisher's own and stay."),
    ("source_kind", "1d937178-fe77-486c-99d2-d3c7d403641c", "Kind of source", "What the record rests on: official_page, network_directory, published_check, third_party_page, public_lists, public_list, or the kind that an editor entered."),
    ("source_url", "e27cf5f5-490f-43d8-b03f-91af676b557a", "Address of the source", "Where what is said can be read."),
    ("source_note", "65a73a70-a736-48f1-87fb-c47177a96b74", "Note on the source", "What is to be known about the source, such as its date."),
    ("confidence", "aeea8e80-bd4a-4b13-be7d-6c9c7ae96a14", "Confidence", "high or medium. Records with low confidence are not published."),
    ("checked_how", "0cc7d29d-03e9-441b-84e4-116100e24cac", "How it was checked", "How the publisher confirmed the record on its assured_date. Without an assured_date nobody has confirmed it yet."),
    ("next_check", "07e8b845-10a4-442d-a538-a997da50741e", "Next check", "The day by which the record is to be checked again (ISO 8601)."),
    ("country", "2713011e-52a6-45c3-b905-20a3d8fdbc48", "Country", "The country of the service (ISO 3166-1), ZZ for worldwide, EU for the European Union."),
    ("description_language", "165826d3-6342-4373-ba97-bfc925dbb7a4", "Language of the description", "The language that the description is written in (BCP 47)."),
    ("hours_known", "15c6b3cd-8240-4035-a50f-dd8be150525a", "Hours", "unknown, always (at all hours of every day), or weekly (as the schedules say). Unknown is not the same as closed."),
    ("hours_note", "a73c8a9d-943a-4ee6-974c-74f517ad644a", "Note on the hours", "What the source says of the hours, in its own words."),
    ("public_holidays", "c7e8e675-42e5-4d4a-862e-19a1aebef710", "Public holidays", "What holds on a public holiday of the country: usual or closed. Missing: not known."),
    ("time_zone", "4346a52a-5284-48e0-aec5-340469c27322", "Time zone", "The IANA time zone in which the schedule's times are meant. schedule.timezone, an offset from UTC, is given only where the zone keeps one offset the whole year."),
    ("address_withheld", "6e834855-6772-4bc5-b023-4f65f48b96ed", "Address withheld", "yes: the address is kept private for the people who stay there. The location has neither an address nor coordinates; the service area says which town, region or country it serves."),
    ("number_written", "fba60703-2de3-4d44-bf96-91df561586d3", "Number as written", "How the number is written and dialled inside its country."),
    ("keyword", "14e64a58-9d39-4fe5-9ba5-bf178665db2f", "Keyword", "The word to send to a text line."),
    ("extension", "e11a15e8-785d-4d8b-a48f-128151f51693", "Extension", "An extension that is not a plain number or begins with zero."),
    ("channel", "b40afade-52fc-495c-8f3a-53f9595e8e1a", "Channel", "By which way a language is spoken: phone, chat or text. Missing: by any."),
)
# fmt: on
OF_VOCABULARY = {
    "kinds": vocabulary.KINDS,
    "concerns": vocabulary.CONCERNS,
    "who": vocabulary.WHO,
    "facts": vocabulary.FACTS,
}  # fmt: skip
RECORD_TERMS = {
    code: Term(UUID(number), f"{RECORD}:{code}", name, description, TAXONOMIES[RECORD])
    for code, number, name, description in _RECORD_ROWS
}


@cache
def own_terms() -> dict[UUID, Term]:
    """Every term of ours, by id, with its English name: an export is the same for every reader."""
    with force_locale("en"):
        return {one.id: one for one in (*_vocabulary(), *RECORD_TERMS.values())}


def _vocabulary() -> Iterator[Term]:
    for taxonomy, terms in OF_VOCABULARY.items():
        for code, term in terms.items():
            number, name = term.open_eligibility, str(term.label)
            description = f"{name} (Open Eligibility 2.0: {number})" if number else name
            uri = f"{OPEN_ELIGIBILITY}:{number}" if number else ""
            yield Term(term.uuid, f"{taxonomy}:{code}", name, description, TAXONOMIES[taxonomy], uri)


def foreign_taxonomy(name: str) -> Taxonomy:
    """A vocabulary that came with an import, under an id that is made from its name."""
    return Taxonomy(name, uuid5(PROFILE_ID, f"taxonomy:{name}"), name, "A vocabulary that came with an import.")


def own_code(code: str) -> tuple[str, str] | None:
    """Taxonomy and code of an exported ``taxonomy_term.code``, or None where it is not of this profile."""
    taxonomy, colon, rest = code.partition(":")
    known = RECORD_TERMS if taxonomy == RECORD else OF_VOCABULARY.get(taxonomy, {})
    return (taxonomy, rest) if colon and rest in known else None
