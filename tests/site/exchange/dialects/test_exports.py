"""Exports of the systems that 211 lines use, with made-up rows (DIRTY.md 20, 24, 91, 97, 104, 108, 109)."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from support.site.exchange.dialects import shapes
from tests.site.exchange.dialects.reads import folder, whole
from tests.site.exchange.reading.files import written


def rows(header: list[str], *records: dict[str, str]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


ICAROL = [
    "ResourceAgencyNum", "PublicName", "TaxonomyLevelName", "ParentAgency", "ParentAgencyNum", "PhysicalAddress1",
    "PhysicalCity", "PhysicalStateProvince", "PhysicalCountry", "PhysicalAddressIsPrivate", "Phone1Number", "Phone1Name",
    "Phone1IsPrivate", "PhoneFax", "PhoneFaxIsPrivate", "AgencyStatus", "AgencyDescription", "Coverage", "SeniorWorkerName",
    "SeniorWorkerIsPrivate", "ExcludeFromWebsite", "HoursOfOperation", "TaxonomyCodes", "ConnectsToSiteNum",
    "ConnectsToProgramNum", "MadeInactiveOn", "InternalNotes", "LastVerifiedByName",
]  # fmt: skip


def icarol() -> str:
    return rows(
        ICAROL,
        {"ResourceAgencyNum": "1", "PublicName": "Centre", "TaxonomyLevelName": "Agency", "ParentAgencyNum": "1",
         "SeniorWorkerName": "Sam Example", "SeniorWorkerIsPrivate": "Yes", "AgencyStatus": "Active"},
        {"ResourceAgencyNum": "2", "PublicName": "Talk", "TaxonomyLevelName": "Program", "ParentAgencyNum": "1",
         "PhysicalStateProvince": "MD", "PhysicalCountry": "US", "PhysicalAddressIsPrivate": "No", "AgencyStatus": "Inactive",
         "Phone1Number": "555-0100", "Phone1Name": "Main", "Phone1IsPrivate": "TRUE", "PhoneFaxIsPrivate": "FALSE",
         "Coverage": "MD - North; MD - South; ", "TaxonomyCodes": "AB-1000; CD-2000", "ExcludeFromWebsite": "Yes",
         "MadeInactiveOn": "1900-01-01 0:00:00"},
        {"ResourceAgencyNum": "3", "PublicName": "House", "TaxonomyLevelName": "Site", "ParentAgencyNum": "1",
         "PhysicalAddress1": "1 Example Street", "PhysicalCity": "Town", "PhysicalAddressIsPrivate": "Yes",
         "HoursOfOperation": "sat: 0:00:00 - 0:00:00"},
        {"ResourceAgencyNum": "4", "PublicName": "Talk at House", "TaxonomyLevelName": "ProgramAtSite", "ParentAgencyNum": "1",
         "ConnectsToSiteNum": "3", "ConnectsToProgramNum": "2"},
        {"ResourceAgencyNum": "5", "PublicName": "Lost at House", "TaxonomyLevelName": "ProgramAtSite",
         "ConnectsToSiteNum": "3", "ConnectsToProgramNum": "99"},
        {"ResourceAgencyNum": "6", "PublicName": "What", "TaxonomyLevelName": "Other"},
    )  # fmt: skip


def test_icarol_agencies_sites_and_programmes_of_one_table_find_each_other(tmp_path: Path) -> None:
    found = whole(written(tmp_path, "export.csv", icarol()))
    assert found.reading.dialects == ("icarol",) and set(found.services) == {"2"}
    incoming = found.services["2"]
    service = incoming.service
    assert service["organization"]["contacts"] == [{"name": "Sam Example", "is_private": "Yes"}]
    assert service["status"] == "Inactive" and service["exclude_from_website"] == "Yes"
    assert service["phones"] == [{"number": "555-0100", "name": "Main", "is_private": "TRUE"}]
    assert [one["name"] for one in service["service_areas"]] == ["MD - North", "MD - South"]
    assert [one["taxonomy_term"]["code"] for one in service["attributes"]] == ["AB-1000", "CD-2000"]
    (place,) = service["service_at_locations"]
    assert place["location"]["addresses"][0]["is_private"] == "Yes"
    assert place["location"]["schedules"] == [{"description": "sat: 0:00:00 - 0:00:00"}]
    assert incoming.extra["MadeInactiveOn"] == "1900-01-01 0:00:00" and incoming.extra["PhysicalStateProvince"] == "MD"
    assert sorted(found.reasons()) == ["kind_unknown", "no_such_parent"]
    assert found.tally("export.csv").used == 4


def test_every_path_of_the_mappings_that_ship_is_known() -> None:
    for name in shapes.BUILT_IN:
        assert shapes.built_in(name).columns


WELLSKY = {
    "orgs.csv": rows(
        ["ID", "NAME", "DESCRIPTION", "WEBSITE_ADDRESS", "ISACTIVE", "AIRS_DESIGNATION_ID", "PROVIDER_MAINTAINING_ID",
         "SHOW_ON_PUBLIC_SITE", "IS_SHELTER", "LOCATIONS"],
        {"ID": "1", "NAME": "Centre", "WEBSITE_ADDRESS": "www.example.org", "ISACTIVE": "TRUE", "SHOW_ON_PUBLIC_SITE": "FALSE",
         "LOCATIONS": "[{'id': 5}]", "DESCRIPTION": "One. \\n\\n##Vet##"},
    ),
    "places.csv": rows(
        ["ID", "ORGANIZATION_ID", "NAME", "LATITUDE", "AIRS_DESIGNATION_ID", "HOURS", "PHYSICAL_ADDRESS", "PHONES"],
        {"ID": "5", "ORGANIZATION_ID": "1", "NAME": "House", "HOURS": "Mon 9-5", "PHONES":
         "[{'id': 7, 'number': '555-0101', 'isPrimary': True, 'x': None}]",
         "PHYSICAL_ADDRESS": "[{'id': '9', 'address_1': '1 Example Street', 'address_2': None}]"},
    ),
    "numbers.csv": rows(
        ["ID", "LOCATION_ID", "ORGANIZATION_ID", "NUMBER", "ISPRIMARY"],
        {"ID": "7", "LOCATION_ID": "5", "ORGANIZATION_ID": "1", "NUMBER": "211"},
    ),
    "services.csv": rows(
        ["PROVIDER_SERVICE_CODE_ID", "ORGANIZATION_ID", "LOCATION_ID", "NAME", "ALTERNATE_NAME", "TAXONOMY_DEFINITION",
         "STATUS", "FEES", "SCHEDULE", "SERVICE_AREAS", "ISACTIVE", "LANGUAGES"],
        {"PROVIDER_SERVICE_CODE_ID": "70", "ORGANIZATION_ID": "1", "LOCATION_ID": "5", "NAME": "BD-1800", "ALTERNATE_NAME": "Food",
         "STATUS": "Available", "SCHEDULE": "Mon 9-5", "ISACTIVE": "TRUE",
         "SERVICE_AREAS": '[{"level": "County", "county": "North", "state": "FL", "city": null}]'},
    ),
}  # fmt: skip


def test_wellsky_tables_are_joined_and_codes_are_no_names(tmp_path: Path) -> None:
    found = whole(folder(tmp_path, WELLSKY))
    assert found.reading.dialects == ("wellsky",) and set(found.services) == {"70"}
    service = found.services["70"].service
    assert service["name"] == "Food" and service["attributes"][0]["taxonomy_term"]["code"] == "BD-1800"
    assert service["service_areas"] == [{"name": "North, FL", "extent_type": "County"}]
    assert service["organization"]["show_on_website"] == "FALSE" and service["status"] == "TRUE"
    location = service["service_at_locations"][0]["location"]
    assert [one["number"] for one in location["phones"]] == ["211"] and "addresses" not in location


def test_a_table_of_wellsky_alone_gives_what_it_repeats_of_the_others(tmp_path: Path) -> None:
    found = whole(written(tmp_path, "places.csv", WELLSKY["places.csv"]))
    location = found.services["location:5"].service["service_at_locations"][0]["location"]
    assert location["phones"] == [{"id": "7", "number": "555-0101", "isPrimary": "true"}]
    assert location["addresses"][0]["address_1"] == "1 Example Street"


def test_visionlink_agencies_and_services(tmp_path: Path) -> None:
    agencies = rows(
        ["Agency_Id", "AgencySystem_Name", "AgencySystem_HotlinePhoneNumber", "AgencyAddressus_ConfidentialAddress_address_1",
         "AgencyAddressus_AgencyAddressus_city", "AgencyAddressus_AgencyAddressus_latitude", "AgencySystem_Websiteurl"],
        {"Agency_Id": "Agency ID", "AgencySystem_Name": "*REQUIRED* text", "AgencySystem_HotlinePhoneNumber": "999-999-9999",
         "AgencySystem_Websiteurl": "http://some.domain.com", "AgencyAddressus_AgencyAddressus_city": "text"},
        {"Agency_Id": "1", "AgencySystem_Name": "Centre", "AgencySystem_HotlinePhoneNumber": "555-0100",
         "AgencyAddressus_ConfidentialAddress_address_1": "2 Example Street", "AgencyAddressus_AgencyAddressus_city": "Town"},
    )  # fmt: skip
    services = rows(
        ["Agency_Id", "Service_Id", "ServiceSystem_Name", "ServiceTaxonomy_ModuleServicepost", "ServiceOption_Status",
         "ServiceSite_ServiceSite_Both", "ServiceGeotagus_ServiceGeotagus"],
        {"Agency_Id": "1", "Service_Id": "9", "ServiceSystem_Name": "Talk", "ServiceOption_Status": '["Active"]',
         "ServiceTaxonomy_ModuleServicepost": '[{"taxonomy_code":"PH-1"},{"taxonomy_code":"PH-2"}]',
         "ServiceSite_ServiceSite_Both": '[{"Site_Id":5,"Name":"House"}]',
         "ServiceGeotagus_ServiceGeotagus": '[{"scope":"county","county":"North","state":"PA"}]'},
    )  # fmt: skip
    found = whole(folder(tmp_path, {"agencies.csv": agencies, "services_export.csv": services}))
    service = found.services["9"].service
    assert found.reasons() == ["template_row"]
    assert service["organization"]["phones"] == [{"number": "555-0100", "type": "hotline"}]
    kinds = [one["address_type"] for one in service["organization"]["locations"][0]["addresses"]]
    assert kinds == ["physical", "confidential"] or kinds == ["confidential", "physical"]
    assert service["service_at_locations"] == [{"location": {"id": "5", "name": "House"}}]
    assert service["service_areas"] == [{"name": "North, PA", "extent_type": "county"}]
    assert [one["taxonomy_term"]["code"] for one in service["attributes"]] == ["PH-1", "PH-2"]
