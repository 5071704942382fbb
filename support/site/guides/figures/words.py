"""What is said around the plots: who counts, how to read, what cannot be compared, readers' questions.

The sentences are ours, the facts are those of ``facts.csv`` and ``timeline.csv``; a test compares their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from support.common.kernel.i18n import gettext as _

CHARTS = ("reports", "files", "pages")
# the facts behind the sentences under each plot (guides.md, "The figures page")
UNDER: Mapping[str, tuple[str, ...]] = {
    "reports": ("SC25", "SC27"),
    "files": ("SC06", "SC25"),
    "pages": ("SC33", "SC37", "SC39"),
}


@dataclass(frozen=True)
class Said:
    """A sentence or two, and the fact they lean on; empty where they only say what we do not know."""

    words: str
    fact_id: str = ""


@dataclass(frozen=True)
class Question:
    """What readers ask, and what the sources allow us to answer."""

    question: str
    answer: tuple[Said, ...]


def heading(chart: str) -> str:
    """The heading over a plot."""
    return {
        "reports": _("Reports to the CyberTipline, 1998 to 2024"),
        "files": _("Files in these reports, 2018 to 2024"),
        "pages": _("Pages that the IWF confirmed, 2011 to 2024"),
    }[chart]


def counted(chart: str) -> str:
    """Who counts, and what."""
    return {
        "reports": _(
            "The CyberTipline is run by NCMEC, a centre in the United States. Companies and people all over the"
            " world report to it what may be abuse of a child."
        ),
        "files": _("One report can carry no file or many. Files are images, videos and others."),
        "pages": _("The Internet Watch Foundation (IWF) is a hotline in the United Kingdom. It looks at web pages."),
    }[chart]


def column(chart: str) -> str:
    """What the numbers of the table are."""
    return {"reports": _("Reports"), "files": _("All files"), "pages": _("Pages")}[chart]


def how_to_read(chart: str, as_before: str = "") -> list[str]:
    """The marks of a plot in words, so that no colour and no picture is needed."""
    if chart == "files":
        return [
            _("An outline is all files of a year. A dashed outline is a rounded number."),
            _("The full bar inside is the files that look different from each other. It is known for three years."),
        ]
    said = [
        _("A dot is a year. A hatched strip with a question mark is a year without a figure."),
        _("A dashed line shows where the way of counting changed. The curve stops there."),
    ]
    if chart == "reports" and as_before:
        said.append(_("The hollow diamond is 2024 counted as before: %(number)s.", number=as_before))
    return said


def under(chart: str) -> list[str]:
    """The sentences that stand under a plot: what it must not be taken for."""
    said = [_("A report is a warning, not a child. More reports can mean more looking.")]
    if chart == "files":
        said.append(_("The same picture counts each time it is reported."))
    if chart == "pages":
        said.append(_("One page can hold one image or thousands."))
    return said


def not_comparable() -> tuple[Said, ...]:
    """What must not be laid side by side."""
    return (
        Said(_("Reports and files. One report can carry many files."), "SC02"),
        Said(
            _("NCMEC and the IWF. One counts what is reported, the other what it has looked at and confirmed."), "SC25"
        ),
        Said(_("Years before and after a dashed line. Something else is counted there."), "SC19"),
        Said(_("IWF pages before and after April 2014. Before, the IWF acted on reports only."), "SC37"),
        Said(_("IWF totals from 2025 on. They are not only pages any more."), "SC41"),
        Said(_("Countries. Where a page is stored says nothing about where a child was hurt."), "SC47"),
    )


def questions() -> tuple[Question, ...]:
    """What readers ask under every article on these figures."""
    return (_more_abuse(), _different(), _meaning(), _made_by_machines())


def _more_abuse() -> Question:
    return Question(
        _("Is there more abuse, or more reporting?"),
        (
            Said(_("These figures alone cannot tell.")),
            Said(_("One study found steady growth. It went largely with the growth in social media accounts."), "SC27"),
            Said(_("The share of people who were abused as children has hardly changed since 1990."), "PR25"),
            Said(_("The lower count of 2024 does not show that less abuse happened."), "SC20"),
        ),
    )


def _different() -> Question:
    return Question(
        _("How many of the pictures are different ones?"),
        (
            Said(_("Of 49.4 million images reported in 2022, about 18.8 million were visually different."), "SC07"),
            Said(_("Of 37.8 million videos reported in 2022, about 8.3 million were visually different."), "SC08"),
        ),
    )


def _meaning() -> Question:
    return Question(
        _("What do the numbers mean?"),
        (
            Said(_("They count reports, files and pages. They do not count children, and not crimes."), "SC25"),
            Said(_("In 1998, in its first ten months, the CyberTipline received 4,560 reports."), "SC28"),
            Said(_("A rise against so small a start looks huge. So we give no percentage.")),
        ),
    )


def _made_by_machines() -> Question:
    return Question(
        _("What about images made by AI?"),
        (
            Said(_("In 2025 the IWF looked at 8,029 such images and videos. 3,443 were videos."), "SC40"),
            Said(_("In 2024 it had been 13 videos."), "SC40"),
            Said(
                _(
                    "In 2025 there were more than a million reports that had to do with AI. Most were one company’s"
                    " finds of known images in training data. They do not count images made by AI."
                ),
                "SC24",
            ),
        ),
    )
