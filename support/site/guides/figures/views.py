"""``/figures``: what is known about the scale, how it was counted, and what that does not say."""

from __future__ import annotations

from flask import Blueprint, render_template

from support.common.kernel.access import anyone
from support.common.kernel.fragments import kept
from support.site.guides.facts.timeline import counts
from support.site.guides.figures import presenting, words

figures = Blueprint("figures", __name__, url_prefix="/<tag:tag>/figures")


@figures.get("")
@anyone
def page() -> str:
    """The three figures, with their tables and sources."""
    found = counts()
    shown = kept("figures", found, lambda: presenting.figures(found))
    cited = presenting.cited(shown)
    return render_template(
        "guides/figures/page.html",
        figures=shown,
        questions=words.questions(),
        not_comparable=words.not_comparable(),
        cited=cited,
        facts={one.id: one for one in cited},
    )
