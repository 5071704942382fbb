"""The time zone of a listing that names a country and perhaps a region, and when that is too little to tell.

The rule: a region's only zone; else the country's only zone (several that keep the same time count as one). A national
line in a country whose far parts keep another time, but whose public life runs on the capital's clock (Spain,
Portugal, France, New Zealand, Chile, China, Ukraine), keeps capital time. Elsewhere (the United States, Canada,
Australia, Brazil, Mexico, Russia, Indonesia, Ecuador …) several zones mean that the zone is not known.
Source: the zones of each territory in CLDR, as shipped with Babel; a region's zones by the IANA database's comments.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global

CAPITAL_TIME = {
    "AR": "America/Argentina/Buenos_Aires",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "FR": "Europe/Paris",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
}

# A region that keeps one time throughout.
_REGIONS_BY_ZONE = {
    "America/New_York": "US-CT US-DC US-DE US-GA US-MA US-MD US-ME US-NC US-NH US-NJ US-NY US-OH US-PA US-RI US-SC"
    " US-VA US-VT US-WV",
    "America/Chicago": "US-AL US-AR US-IA US-IL US-LA US-MN US-MO US-MS US-OK US-WI",
    "America/Denver": "US-CO US-MT US-NM US-UT US-WY",
    "America/Los_Angeles": "US-CA US-WA",
    "Pacific/Honolulu": "US-HI",
    "America/Edmonton": "CA-AB",
    "America/Winnipeg": "CA-MB",
    "America/Moncton": "CA-NB",
    "America/Halifax": "CA-NS CA-PE",
    "America/Whitehorse": "CA-YT",
    "Australia/Sydney": "AU-ACT",
    "Australia/Melbourne": "AU-VIC",
    "Australia/Brisbane": "AU-QLD",
    "Australia/Hobart": "AU-TAS",
    "Australia/Darwin": "AU-NT",
    "Australia/Adelaide": "AU-SA",
    "America/Sao_Paulo": "BR-DF BR-ES BR-GO BR-MG BR-PR BR-RJ BR-RS BR-SC BR-SP",
    "America/Mexico_City": "MX-CMX MX-JAL MX-MEX MX-PUE",
    "America/Merida": "MX-YUC",
    "America/Cancun": "MX-ROO",
    "Atlantic/Canary": "ES-CN",
    "Africa/Ceuta": "ES-CE ES-ML",
    "Atlantic/Azores": "PT-20",
    "Atlantic/Madeira": "PT-30",
    "America/Punta_Arenas": "CL-MA",
    "Pacific/Chatham": "NZ-CIT",
}
ZONE_OF_REGION = {region: zone for zone, regions in _REGIONS_BY_ZONE.items() for region in regions.split()}

# A region of a country in CAPITAL_TIME that does not, or not wholly, keep the capital's time.
_OFF_CAPITAL_TIME = (
    "CL-VS CL-AI CN-XJ UA-09 UA-14 UA-40 UA-43"
    " FR-971 FR-972 FR-973 FR-974 FR-976 FR-GF FR-GP FR-MQ FR-RE FR-YT FR-BL FR-MF FR-NC FR-PF FR-PM FR-TF FR-WF"
)
OFF_CAPITAL_TIME = frozenset(_OFF_CAPITAL_TIME.split())

# What a line's own words mean by a clock; only where the country leaves no doubt, also about summer time.
CLOCK_LABELS = {
    ("US", "eastern"): "America/New_York",
    ("US", "central"): "America/Chicago",
    ("US", "mountain"): "America/Denver",
    ("US", "pacific"): "America/Los_Angeles",
    ("CA", "eastern"): "America/Toronto",
}

_COMPARED = tuple(datetime(year, month, 15, 12, tzinfo=UTC) for year in (2026, 2027) for month in range(1, 13))


@lru_cache(maxsize=512)
def zone_of(country: str, region: str = "") -> str:
    """The IANA zone of a listing by ISO 3166 country and region, "" where that does not decide it."""
    if region in ZONE_OF_REGION:
        return ZONE_OF_REGION[region]
    if country in CAPITAL_TIME:
        return "" if region in OFF_CAPITAL_TIME else CAPITAL_TIME[country]
    zones: list[str] = list(get_global("territory_zones").get(country, []))
    return zones[0] if len({_kept_time(zone) for zone in zones}) == 1 else ""


def _kept_time(zone: str) -> tuple[object, ...]:
    clock = ZoneInfo(zone)
    return tuple(moment.astimezone(clock).utcoffset() for moment in _COMPARED)
