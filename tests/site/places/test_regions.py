"""Towns whose region is known: GeoNames' codes are not ISO 3166-2, and each country numbers them in its own way."""

from __future__ import annotations

import gzip
import re

import pytest

from support.site.places import shelf
from support.site.places.gazetteer import Gazetteer
from support.site.places.place import Place

TOWNS = [
    ("Austin", "US", "US-TX", "America/Chicago"),
    ("Toronto", "CA", "CA-ON", "America/Toronto"),
    ("Montréal", "CA", "CA-QC", "America/Toronto"),
    ("Vancouver", "CA", "CA-BC", "America/Vancouver"),
    ("Calgary", "CA", "CA-AB", "America/Edmonton"),
    ("Winnipeg", "CA", "CA-MB", "America/Winnipeg"),
    ("Halifax", "CA", "CA-NS", "America/Halifax"),
    ("Fredericton", "CA", "CA-NB", "America/Moncton"),
    ("St. John's", "CA", "CA-NL", "America/St_Johns"),
    ("Charlottetown", "CA", "CA-PE", "America/Halifax"),
    ("Regina", "CA", "CA-SK", "America/Regina"),
    ("Whitehorse", "CA", "CA-YT", "America/Whitehorse"),
    ("Yellowknife", "CA", "CA-NT", "America/Edmonton"),
    ("Iqaluit", "CA", "CA-NU", "America/Iqaluit"),
    ("Leeds", "GB", "GB-ENG", "Europe/London"),
    ("Glasgow", "GB", "GB-SCT", "Europe/London"),
    ("Cardiff", "GB", "GB-WLS", "Europe/London"),
    ("Belfast", "GB", "GB-NIR", "Europe/London"),
    ("Sydney", "AU", "AU-NSW", "Australia/Sydney"),
    ("Melbourne", "AU", "AU-VIC", "Australia/Melbourne"),
    ("Brisbane", "AU", "AU-QLD", "Australia/Brisbane"),
    ("Perth", "AU", "AU-WA", "Australia/Perth"),
    ("Adelaide", "AU", "AU-SA", "Australia/Adelaide"),
    ("Hobart", "AU", "AU-TAS", "Australia/Hobart"),
    ("Darwin", "AU", "AU-NT", "Australia/Darwin"),
    ("Canberra", "AU", "AU-ACT", "Australia/Sydney"),
    ("München", "DE", "DE-BY", "Europe/Berlin"),
    ("Berlin", "DE", "DE-BE", "Europe/Berlin"),
    ("Hamburg", "DE", "DE-HH", "Europe/Berlin"),
    ("Köln", "DE", "DE-NW", "Europe/Berlin"),
    ("Stuttgart", "DE", "DE-BW", "Europe/Berlin"),
    ("Leipzig", "DE", "DE-SN", "Europe/Berlin"),
    ("Erfurt", "DE", "DE-TH", "Europe/Berlin"),
    ("Madrid", "ES", "ES-MD", "Europe/Madrid"),
    ("Barcelona", "ES", "ES-CT", "Europe/Madrid"),
    ("Sevilla", "ES", "ES-AN", "Europe/Madrid"),
    ("Bilbao", "ES", "ES-PV", "Europe/Madrid"),
    ("Las Palmas", "ES", "ES-CN", "Atlantic/Canary"),
    ("Ciudad de México", "MX", "MX-CMX", "America/Mexico_City"),
    ("Cuernavaca", "MX", "MX-MOR", "America/Mexico_City"),
    ("León", "MX", "MX-GUA", "America/Mexico_City"),
    ("Mérida", "MX", "MX-YUC", "America/Merida"),
    ("Toluca", "MX", "MX-MEX", "America/Mexico_City"),
    ("Tijuana", "MX", "MX-BCN", "America/Tijuana"),
    ("Paris", "FR", "FR-IDF", "Europe/Paris"),
    ("Lyon", "FR", "FR-ARA", "Europe/Paris"),
    ("Marseille", "FR", "FR-PAC", "Europe/Paris"),
    ("Rome", "IT", "IT-62", "Europe/Rome"),
    ("Milan", "IT", "IT-25", "Europe/Rome"),
    ("Palermo", "IT", "IT-82", "Europe/Rome"),
    ("Dublin", "IE", "IE-L", "Europe/Dublin"),
    ("Cork", "IE", "IE-M", "Europe/Dublin"),
    ("Galway", "IE", "IE-C", "Europe/Dublin"),
    ("Auckland", "NZ", "NZ-AUK", "Pacific/Auckland"),
    ("Wellington", "NZ", "NZ-WGN", "Pacific/Auckland"),
    ("Christchurch", "NZ", "NZ-CAN", "Pacific/Auckland"),
    ("Zürich", "CH", "CH-ZH", "Europe/Zurich"),
    ("Genève", "CH", "CH-GE", "Europe/Zurich"),
    ("Wien", "AT", "AT-9", "Europe/Vienna"),
    ("Salzburg", "AT", "AT-5", "Europe/Vienna"),
    ("Bruxelles", "BE", "BE-BRU", "Europe/Brussels"),
    ("Antwerpen", "BE", "BE-VLG", "Europe/Brussels"),
    ("Liège", "BE", "BE-WAL", "Europe/Brussels"),
    ("Amsterdam", "NL", "NL-NH", "Europe/Amsterdam"),
    ("Rotterdam", "NL", "NL-ZH", "Europe/Amsterdam"),
    ("Dubai", "AE", "AE-DU", "Asia/Dubai"),
    ("Abu Dhabi", "AE", "AE-AZ", "Asia/Dubai"),
    ("Bogotá", "CO", "CO-DC", "America/Bogota"),
    ("Adama", "ET", "ET-OR", "Africa/Addis_Ababa"),
    ("Helsinki", "FI", "FI-18", "Europe/Helsinki"),
    ("Joensuu", "FI", "FI-13", "Europe/Helsinki"),
    ("Chennai", "IN", "IN-TN", "Asia/Kolkata"),
    ("Tokyo", "JP", "JP-13", "Asia/Tokyo"),
    ("Lagos", "NG", "NG-LA", "Africa/Lagos"),
    ("Lahore", "PK", "PK-PB", "Asia/Karachi"),
    ("Johannesburg", "ZA", "ZA-GP", "Africa/Johannesburg"),
    ("Cape Town", "ZA", "ZA-WC", "Africa/Johannesburg"),
    ("San Juan", "PR", "US-PR", "America/Puerto_Rico"),
    ("Oslo", "NO", "NO-03", "Europe/Oslo"),
]


@pytest.mark.parametrize(("name", "country", "region", "timezone"), TOWNS)
def test_region_and_time_zone(gazetteer: Gazetteer, name: str, country: str, region: str, timezone: str) -> None:
    place = gazetteer.find(name, country=country).place
    assert place is not None
    assert (place.kind, place.region, place.timezone) == ("town", region, timezone)
    assert place.region_name


def test_shipped_rows_are_sound() -> None:
    places: list[Place] = []
    for name in shelf.FILES:
        lines = gzip.decompress((shelf.DATA / name).read_bytes()).decode("utf-8").splitlines()
        places.extend(Place.from_row(line.rpartition("\t")[0]) for line in lines)
    regions = {place.id for place in places if place.kind == "region"}
    assert len({place.id for place in places}) == len(places)
    for place in places:
        assert re.fullmatch("[A-Z]{2}", place.country), place
        assert not place.region or (place.region in regions and place.region.startswith(place.country)), place
        assert (place.latitude is None) == (place.kind in ("region", "country")), place
        if place.latitude is not None and place.longitude is not None:
            assert -90 <= place.latitude <= 90, place
            assert -180 <= place.longitude <= 180, place
            assert place.timezone or place.kind == "postcode", place
