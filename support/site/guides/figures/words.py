"""What is said around the plots: notes to single years, how to read, what cannot be compared, readers' questions.

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


def notes(chart: str, as_before: str = "") -> Mapping[int, str]:
    """What to know about single years. ``as_before`` is 2024 counted as 2023 was, already written as a number."""
    return {"reports": lambda: _of_reports(as_before), "files": _of_files, "pages": _of_pages}[chart]()


def _of_reports(as_before: str) -> Mapping[int, str]:
    anew = _("Counted in a new way: one report can hold several events. Some companies also reported less.")
    before = _("Counted as before it would be %(number)s.", number=as_before) if as_before else ""
    return {
        1998: _("Ten months only: the line opened in March."),
        2001: _("The first report by a company. Before that, all came from the public."),
        2008: _("A law of October 2008 renewed the duty of companies to report."),
        2014: _("The first year above one million. Companies let machines look for more."),
        2019: _("Fewer reports than the year before, but more files."),
        2024: f"{anew} {before}".strip(),
        2025: _(
            "We found no figure for the whole year. Only some kinds of report were published, for January to June."
        ),
    }


def _of_files() -> Mapping[int, str]:
    return {
        2018: _("Stated as more than 45 million. We found no exact figure."),
        2019: _("How many were visually different was not published."),
        2023: _("Publications give 104 million to more than 105 million. Not confirmed yet."),
        2024: _("Stated as nearly 63 million. The way of counting reports changed in this year."),
    }


def _of_pages() -> Mapping[int, str]:
    return {
        2011: _("Reports from others only. The IWF could not look for pages itself yet."),
        2012: _("We found no figure."),
        2013: _("The last full year without own looking. Another IWF page gives 13,330, with newsgroups."),
        2014: _("From 1 April 2014 the IWF looks for pages itself. Full-year figure not confirmed yet."),
        2015: _("The first full year of own looking."),
        2018: _("The IWF says that better technology is the main reason for the rise."),
        2020: _("With a few drawings that were stored in the United Kingdom."),
        2021: _("Many more pages with images that children were pressed to make."),
        2022: _("All confirmed reports. A few of them are not web pages."),
        2023: _("Web pages only."),
        2024: _("Confirmed reports of pages that show such material, link to it or advertise it."),
        2025: _("We found no total. Reports from children and written pointers are counted from this year on."),
    }


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
