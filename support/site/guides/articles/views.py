"""``/guides``: the list, and one guide."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, render_template
from werkzeug.routing import BaseConverter

from support.common.kernel import clock
from support.common.kernel.access import anyone
from support.common.kernel.i18n import reading
from support.site.guides.articles.guide import KNOWN
from support.site.guides.articles.presenting import groups, lines_of, live, terms_of, text_of
from support.site.guides.articles.reading import shelf
from support.site.guides.facts.facts import fact

guides = Blueprint("guides", __name__, url_prefix="/<tag:tag>/guides")


class GuideConverter(BaseConverter):
    """Only the ids of guides that there are: free text in an address stays in histories."""

    regex = "|".join(KNOWN)


@guides.record_once
def _teach(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]  # Flask's BlueprintSetupState
    app.url_map.converters["guide"] = GuideConverter


@guides.get("")
@anyone
def index() -> str:
    """All guides, by whose they are."""
    return render_template("guides/articles/index.html", groups=groups(shelf()))


@guides.get("/<guide:guide_id>")
@anyone
def guide(guide_id: str) -> str:
    """One guide; 404 where its file must not be shown."""
    found = shelf()
    one = found.guide(guide_id, reading().language)
    if one is None:
        abort(404)
    also = [(other, heading) for other in one.about.see_also if (heading := found.heading(other, reading().language))]
    return render_template(
        "guides/articles/guide.html",
        guide=one,
        about=one.about,
        text=text_of(one, found),
        lines=lines_of(one),
        live=live(one),
        searches=[(search.label, terms_of(search)) for search in one.about.searches],
        sources=[fact(fact_id) for fact_id in one.about.facts],
        also=also,
        other_language=one.language != reading().language,
        overdue=one.about.review_due < clock.now().date(),
    )
