"""Public holidays, from the `holidays` package (MIT; offline), by country or region.

Importing the package costs about 19 MB and a tenth of a second, so it is imported at the first question and not
before; after that a year of one country costs under a millisecond and is kept as a bare set of dates.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=1024)
def holidays_in(place: str, year: int) -> frozenset[date]:
    """The public holidays of a year in an ISO 3166 country ("GB") or region ("GB-SCT").

    A region that the package does not tell apart has its country's; a country that it does not hold has none.
    """
    import holidays  # noqa: PLC0415  # costly: see above

    country, _, region = place.partition("-")
    for part in (region or None, None):
        try:
            found = holidays.country_holidays(country, subdiv=part, years=[year])
        except NotImplementedError:
            continue
        return frozenset(day for day in found if day.year == year)
    return frozenset()


def is_public_holiday(place: str, day: date) -> bool:
    """Whether the date is a public holiday there; "" is nowhere."""
    return bool(place) and day in holidays_in(place, day.year)
