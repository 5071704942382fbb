"""Which source stands behind which fact: most lean on the row's own, some side columns on weaker ones."""

from __future__ import annotations

from dataclasses import dataclass

from support.site.guides.confidentiality.rows import Row

UNDATED = "undated"
# Names are the same in every language.
NAMES = {
    "stopso_practice": "StopSO, good practice guidelines",
    "scotland": "National Guidance for Child Protection in Scotland, 4.490",
    "bacp": "BACP, Good Practice in Action 014",
    "ontario": "Sexual Behaviours Clinic, Ontario",
    "stopso": "StopSO",
    "kein_taeter": "Kein Täter werden",
    "ireland": "Ireland, Court of Appeal, [2023] IECA 298",
    "stop_it_now": "Stop It Now, UK",
    "lanzarote": "Lanzarote Convention, CETS 201, art. 12",
    "new_zealand": "Oranga Tamariki Act 1989, s. 16",
}


@dataclass(frozen=True)
class Source:
    """Where a fact was read: an address, and the date of the source as it is known (``2023-05``) or ``UNDATED``."""

    url: str
    date: str


REVIEW = Source("https://jaapl.org/content/42/4/469", "2014")
PENALTIES = Source("https://slidepub.com/slideshow/failure-to-report", "2013-11")
AGES = Source(
    "https://worldpopulationreview.com/state-rankings/age-of-consent-for-mental-health-treatment-by-state", "2024"
)


def source_of(row: Row, column: str) -> Source:
    """The source of one fact of a row."""
    note = row.cells[column].note if column in row.cells else ""
    if column == "duty_to_warn" and "2014 review" in note:
        return REVIEW
    if column == "penalty_note" and "2013 table" in note:
        return PENALTIES
    if column == "minors_note" and note.startswith("secondary 2024 list"):
        return AGES
    return Source(row.source_url, row.source_date)
