"""What to know about single years: how they were counted, what is rounded, and why a figure is missing."""

from __future__ import annotations

from collections.abc import Mapping

from support.common.kernel.i18n import gettext as _


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
