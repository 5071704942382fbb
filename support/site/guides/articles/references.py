"""What stands behind a ``[[reference]]`` of a guide: whether it may stand there, and what a reader sees of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from support.common.crisis.bundled import Service, services
from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import lazy_gettext, page
from support.site.guides.articles import crossing
from support.site.guides.articles.guide import KNOWN, YOUNG_WORRIED, FrontMatter
from support.site.guides.facts.agreeing import contradiction
from support.site.guides.facts.facts import Fact, UnknownFact, fact

# kind → path and words where the guide has none of its own
PAGES: Mapping[str, tuple[str, object]] = {
    "now": ("/now", lazy_gettext("All crisis lines")),
    "jurisdictions": ("/confidentiality", lazy_gettext("What must be reported")),
    "tell": ("/tell", lazy_gettext("Where to tell it")),
    "find": ("/find", lazy_gettext("Four questions that lead to help")),
    "search": ("/directory", lazy_gettext("Find help")),
    "figures": ("/figures", lazy_gettext("What the figures say")),
    "guides": ("/guides", lazy_gettext("All guides")),
    "safety": ("/safety", lazy_gettext("Stay safe here")),
    "privacy": ("/privacy", lazy_gettext("Privacy")),
    "about": ("/about", lazy_gettext("About")),
}
WITH_TARGET = ("listing", "fact", "guide")


@cache
def service(service_id: str) -> Service | None:
    """The bundled service with that id, where readers may see it."""
    return next((one for one in services() if one.id == service_id and one.shown), None)


def refused(kind: str, target: str, words: str, about: FrontMatter) -> tuple[str, str] | None:
    """What is wrong with a reference in a guide, and what to do; None where it is fine."""
    if kind not in (*PAGES, *WITH_TARGET, "exit"):
        return f"The reference [[{kind}]] is not known.", "See the list in docs/guides.md."
    if bool(target) != (kind in WITH_TARGET):
        return f"The reference [[{kind}]] is incomplete or too long.", "See the list in docs/guides.md."
    if about.audience == YOUNG_WORRIED and kind not in crossing.YOUNG_LINKS:
        return f"A guide for the young does not hold [[{kind}]].", "Take it out."
    if kind == "fact":
        return _fact_refused(target, about, words)
    if kind == "guide":
        return guide_refused(target, about)
    return listing_refused(target, about) if kind == "listing" else None


def listing_refused(service_id: str, about: FrontMatter) -> tuple[str, str] | None:
    """What is wrong with naming a service in a guide, and what to do; None where nothing is."""
    found = service(service_id)
    if found is None:
        return f"The listing {service_id} is not known, or not shown to readers.", "Look for its id in services.csv."
    reason = crossing.listing_refused(about.audience, found)
    return (f"The listing {service_id} {reason}", "Take it out, or choose another.") if reason else None


def guide_refused(guide_id: str, about: FrontMatter) -> tuple[str, str] | None:
    """What is wrong with naming another guide, and what to do; None where nothing is."""
    if guide_id not in KNOWN:
        return f"The guide {guide_id} is not known.", f"The ids are: {', '.join(KNOWN)}."
    reason = crossing.guide_refused(about.audience, KNOWN[guide_id][1])
    return (f"The guide {guide_id} {reason}", "Take it out, or choose another.") if reason else None


def _fact_refused(fact_id: str, about: FrontMatter, words: str) -> tuple[str, str] | None:
    try:
        found = fact(fact_id)
    except UnknownFact:
        return f"The fact {fact_id} is not known, or not shown to readers.", "Look for its id in facts.csv."
    if fact_id not in about.facts:
        return f"The fact {fact_id} is not among the facts of the front matter.", "Write it there."
    number = contradiction(words, found)
    if number:
        return f"The number {number} in “{words}” is not in {fact_id}.", f"The fact says: {found.statement}"
    return None


@dataclass(frozen=True)
class Shown:
    """Makes the HTML of references for the present reader. ``heading_of`` gives a heading, None where it is away."""

    about: FrontMatter
    heading_of: Callable[[str], str | None]
    exit_block: Callable[[], str]

    def __call__(self, kind: str, target: str, words: str) -> str:
        """The HTML of one reference that was not refused."""
        if kind == "exit":
            return self.exit_block()
        if kind == "fact":
            return self._fact(fact(target), words)
        if kind == "listing":
            found = service(target)
            if found is None:
                return escape(words)
            return link(page(f"/directory/{found.uuid}"), words or found.name)
        if kind == "guide":
            heading = self.heading_of(target)
            return link(page(f"/guides/{target}"), words or heading) if heading else escape(words)
        path, otherwise = PAGES[kind]
        return link(page(path), words or str(otherwise))

    def _fact(self, found: Fact, words: str) -> Markup:
        """Our words, then who says it and for when, linked to the source at the end."""
        name = found.source_name or _("source %(number)s", number=self.about.facts.index(found.id) + 1)
        mark = Markup(
            '<small class="sourced">(<a href="#source-{}"><span class="govuk-visually-hidden">{} </span>'
            '<span lang="en">{}, {}</span></a>)</small>'
        ).format(found.id, _("Source:"), name, found.year)
        return Markup("{} {}").format(words, mark) if words else mark


def link(address: str, words: str) -> Markup:
    """A link to a page of ours."""
    return Markup('<a href="{}">{}</a>').format(address, words)
