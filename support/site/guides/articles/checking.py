"""Everything that must be right about the guides. What hides one is found in reading; this finds the rest as well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from support.site.guides.articles.guide import EXIT_IN_THE_MIDDLE, KNOWN, Fault, Guide
from support.site.guides.articles.markdown import references as references_in
from support.site.guides.articles.measuring import Measure, Piece, measured, pieces
from support.site.guides.articles.reading import FIRST_LANGUAGE, Shelf
from support.site.guides.articles.references import PAGES, service
from support.site.guides.articles.wording import unsaid_words

FIRST_HEADING = {"en": "In the next ten minutes", "es": "En los próximos diez minutos"}
USUAL, SHORT, ANY = (400, 700), (150, 450), (0, 3000)
LENGTHS = {8: SHORT, 16: ANY}
MOST_WORDS_A_SENTENCE = 15.0
HARDEST_GRADE = 7.0  # about 12 years of age
EASY_ENOUGH = 60.0  # INFLESZ
MAY_QUOTE = "words-we-use"


def faults(found: Shelf, today: date) -> Iterator[Fault]:
    """Every fault of the guides, those that hide one first. ``today`` in UTC."""
    yield from found.faults
    for guide_id in KNOWN:
        broken = any(fault.file.endswith(f"/{guide_id}.md") for fault in found.faults)
        if (FIRST_LANGUAGE, guide_id) not in found.guides and not broken:
            yield Fault(f"{FIRST_LANGUAGE}/{guide_id}.md", 1, "The guide is not written yet.", "See docs/guides.md.")
    for guide in found.guides.values():
        yield from of_guide(guide, today)
    yield from _titles(found)


def of_guide(guide: Guide, today: date) -> Iterator[Fault]:
    """The faults of one guide that is shown all the same."""
    yield from overdue(guide, today)
    read = spoken_pieces(guide)
    yield from _order(guide, read)
    yield from _length(guide, measured(read, guide.language))
    yield from _words(guide)


def overdue(guide: Guide, today: date) -> Iterator[Fault]:
    """The review that nobody has made."""
    if guide.about.review_due < today:
        yield Fault(guide.file, 1, f"The review was due on {guide.about.review_due}.", "Review it and set both dates.")


def measure(guide: Guide) -> Measure:
    """How long and how hard the guide is."""
    return measured(spoken_pieces(guide), guide.language)


def spoken_pieces(guide: Guide) -> list[Piece]:
    """The text of a guide as it is read, references included."""
    return list(pieces(guide.tokens, _spoken))


def _spoken(kind: str, target: str, words: str) -> str:
    if words or kind in ("fact", "exit"):
        return words
    found = service(target) if kind == "listing" else None
    return found.name if found else str(PAGES[kind][1]) if kind in PAGES else ""


def _order(guide: Guide, read: list[Piece]) -> Iterator[Fault]:
    first, wanted = read[0] if read else None, FIRST_HEADING[guide.language]
    if first is None or first.kind != "heading" or first.text != wanted:
        line = guide.first_line + (first.line if first else 0)
        yield Fault(guide.file, line, "The text begins with something else.", f"Begin with: ## {wanted}")
    for token in guide.tokens:
        if token.type == "heading_open" and token.tag not in ("h2", "h3"):
            line = guide.first_line + (token.map[0] if token.map else 0)
            yield Fault(guide.file, line, f"There is a heading {token.tag}.", "Use ## and ### alone.")
    if guide.about.number in EXIT_IN_THE_MIDDLE and "exit" not in {kind for kind, *_ in references_in(guide.tokens)}:
        yield Fault(
            guide.file, guide.first_line, "The exit is not in the middle.", "Write [[exit]] in its own paragraph."
        )
    if not (guide.about.facts or guide.about.official):
        yield Fault(guide.file, 1, "The guide names no source.", "Fill facts or official.")


def _length(guide: Guide, found: Measure) -> Iterator[Fault]:
    least, most = LENGTHS.get(guide.about.number, USUAL)
    where = (guide.file, guide.first_line)
    if not least <= found.words <= most:
        yield Fault(*where, f"It has {found.words} words.", f"Between {least} and {most}.")
    if found.words_a_sentence > MOST_WORDS_A_SENTENCE:
        yield Fault(*where, f"A sentence has {found.words_a_sentence} words on average.", "At most 15: split some.")
    if guide.language == "es" and found.grade < EASY_ENOUGH:
        yield Fault(*where, f"It reads hard (INFLESZ {found.grade}).", "At least 60: shorter words and sentences.")
    if guide.language != "es" and found.grade > HARDEST_GRADE:
        yield Fault(*where, f"It reads hard (grade {found.grade}).", "At most 7: shorter words and sentences.")


def _words(guide: Guide) -> Iterator[Fault]:
    own_words = pieces(guide.tokens, lambda _kind, _target, words: words)  # names of services are theirs
    texts = [(piece.text, guide.first_line + piece.line) for piece in own_words]
    about = guide.about
    texts += [(text, 1) for text in (about.title, about.heading, about.summary, about.content_note)]
    texts += [(search.label, 1) for search in about.searches]
    for text, line in texts:
        for expression, instead in unsaid_words(text, guide.language, may_quote=guide.id == MAY_QUOTE):
            yield Fault(guide.file, line, f"It says “{expression}”.", f"Instead: {instead}.")


def _titles(found: Shelf) -> Iterator[Fault]:
    taken: dict[tuple[str, str], str] = {}
    for guide in found.guides.values():
        key = guide.language, guide.about.title
        if key in taken:
            yield Fault(guide.file, 1, f"The title is that of {taken[key]}.", "Each title is used once.")
        taken[key] = guide.file
        english = found.guides.get((FIRST_LANGUAGE, guide.id))
        if english and guide.about.facts != english.about.facts and set(guide.about.facts) - set(english.about.facts):
            more = ", ".join(sorted(set(guide.about.facts) - set(english.about.facts)))
            yield Fault(guide.file, 1, f"It leans on facts that the English guide has not: {more}.", "Use the same.")
