"""Tables that belong together: HSDS 1 to 3, Open Referral UK, Ohana (DIRTY.md 13, 14, 21 to 33)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.site.exchange.dialects import Options, Unreadable
from tests.site.exchange.dialects.reads import folder, whole
from tests.site.exchange.reading.files import zipped

HSDS_3 = {
    "organizations.csv": "id,name,description,website\no1,Centre,Helps,https://example.org\n",
    "services.csv": "id,organization_id,name,status,fees_description\ns1,o1,Talk,active,Free\ns2,o1,Group,active,\n",
    "locations.csv": "id,location_type,name,latitude,longitude\nl1,physical,House,51.5,-0.1\n",
    "service_at_location.csv": "id,service_id,location_id,description\nsal1,s1,l1,Upstairs\n",
    "addresses.csv": "id,location_id,address_1,city,country,address_type\na1,l1,1 Example Street,Town,GB,physical\n",
    "phones.csv": "id,service_id,organization_id,number,type\np1,s1,,01632 960001,voice\np2,,o1,01632 960002,voice\n",
    "schedules.csv": "id,service_at_location_id,service_id,byday,opens_at,closes_at\nh1,sal1,s1,MO,09:00,17:00\n",
    "languages.csv": "id,service_id,phone_id,name\nx1,s1,,English\nx2,,p1,Spanish\n",
    "attributes.csv": "id,link_id,link_entity,taxonomy_term_id,value\nt1,s1,service,term1,\n",
    "taxonomy_terms.csv": "id,code,name,description\nterm1,C,Counselling,x\nterm2,D,Unused,x\n",
    "metadata.csv": "id,resource_id,resource_type,last_action_date\nm1,s1,service,2026-01-01\n",
    "required_documents.csv": "id,service_id,document\n",
}


@pytest.mark.parametrize("packed", [False, True])
def test_a_package_of_hsds_3_as_a_folder_and_as_a_zip(tmp_path: Path, packed: bool) -> None:
    path = zipped(tmp_path / "in.zip", HSDS_3) if packed else folder(tmp_path, HSDS_3)
    found = whole(path)
    assert set(found.services) == {"s1", "s2"} and not found.findings and found.reading.dialects == ("hsds",)
    service = found.services["s1"].service
    assert service["organization"]["name"] == "Centre"
    assert service["organization"]["phones"] == [
        {"id": "p2", "organization_id": "o1", "number": "01632 960002", "type": "voice"}
    ]
    assert [phone["languages"][0]["name"] for phone in service["phones"]] == ["Spanish"]
    assert [one["name"] for one in service["languages"]] == ["English"]
    (place,) = service["service_at_locations"]
    assert place["description"] == "Upstairs" and place["schedules"][0]["byday"] == "MO"
    assert place["location"]["addresses"][0]["address_1"] == "1 Example Street"
    assert service["attributes"][0]["taxonomy_term"]["code"] == "C"
    assert found.services["s1"].line == 2 and found.services["s2"].line == 3
    assert {tally.file: tally.used for tally in found.reading.tallies}["taxonomy_terms.csv"] == 2


def test_dirt_13_tables_that_the_descriptor_names_and_that_are_missing_are_told(tmp_path: Path) -> None:
    resources = [{"name": "services", "path": "offers.csv"}, {"name": "phones", "path": "phones.csv"}]
    files = {"datapackage.json": json.dumps({"resources": resources}), "offers.csv": HSDS_3["services.csv"]}
    found = whole(folder(tmp_path, files))
    assert set(found.services) == {"s1", "s2"}
    assert any("phones.csv" in sentence for sentence in found.reading.said)


@pytest.mark.parametrize("text", ["{", "[]", '{"resources": [1]}', '{"resources": 5}'])
def test_a_descriptor_that_cannot_be_read_costs_nothing(tmp_path: Path, text: str) -> None:
    found = whole(folder(tmp_path, {"datapackage.json": text, "services.csv": HSDS_3["services.csv"]}))
    assert len(found.services) == 2 and any(
        "descriptor" in one or "cannot be read" in one for one in found.reading.said
    )


HSDS_1 = {
    "organization.csv": "id,name,url\no1,Centre,https://example.org\n",
    "services.csv": "id,organization_id,name,status,taxonomy_ids\ns1,o1,Talk,active,\n",
    "locations.csv": "id,organization_id,name,latitude,longitude\nl1,o1,House,51.5,-0.1\n",
    "services_at_location.csv": "service_id,location_id\ns1,l1\n",
    "physical_addresses.csv": "id,location_id,address_1,city\na1,l1,1 Example Street,Town\n",
    "postal_addresses.csv": "id,location_id,address_1,city\na2,l1,PO Box 1,Town\n",
    "regular_schedules.csv": "service_id,weekday,opens_at,closes_at\ns1,Monday,9:00,17:00\ns1,Tuesday,9:00,17:00\n",
    "holiday_schedules.csv": "id,service_id,closed,start_date,end_date\nh1,s1,TRUE,2026-12-25,2026-12-26\n",
    "services_taxonomy.csv": "id,service_id,taxonomy_id\nx1,s1,t1\n",
    "taxonomy.csv": "id,name,parent_id,vocabulary\nt1,Counselling,,Own\n",
    "eligibility.csv": "id,service_id,eligibility\ne1,s1,Adults\n",
    "languages.csv": "id,service_id,language\ng1,s1,English\n",
    "service_areas.csv": "id,service_id,service_area\nv1,s1,Countyshire\n",
    "accessibility_for_disabilities.csv": "id,location_id,accessibility\nb1,l1,Ramp\n",
}


def test_dirt_22_and_23_tables_and_columns_of_1_x_under_the_names_of_3_x(tmp_path: Path) -> None:
    found = whole(folder(tmp_path, HSDS_1))
    assert not found.findings
    service = found.services["s1"].service
    assert service["organization"]["website"] == "https://example.org"
    assert [one.get("byday", one.get("valid_from")) for one in service["schedules"]] == [
        "Monday",
        "Tuesday",
        "2026-12-25",
    ] or (
        sorted(one.get("byday", one.get("valid_from")) for one in service["schedules"])
        == ["2026-12-25", "Monday", "Tuesday"]
    )
    assert service["eligibility_description"] == "Adults"
    assert service["languages"][0]["name"] == "English" and service["service_areas"][0]["name"] == "Countyshire"
    assert service["attributes"][0]["taxonomy_term"]["name"] == "Counselling"
    location = service["service_at_locations"][0]["location"]
    assert {one["address_type"] for one in location["addresses"]} == {"physical", "postal"}
    assert location["accessibility"][0]["description"] == "Ramp"


OHANA = {
    "organizations.csv": "id,name,description,tax_id,date_incorporated\n1,Centre,Helps,,1998\n",
    "locations.csv": "id,organization_id,name,accessibility,admin_emails,languages,virtual\n5,1,House,\"ramp, tape\",x@example.org,,\n",
    "services.csv": (
        "id,location_id,name,status,languages,service_areas,required_documents,keywords,eligibility,fees\n"
        '9,5,Talk,active,"English, Spanish",Countyshire,ID,calm,Adults,None\n'
    ),
    "addresses.csv": "id,location_id,address_1,city\n1,5,1 Example Street,Town\n",
    "mail_addresses.csv": "id,location_id,address_1,city\n1,5,PO Box 1,Town\n1483,1483,PO Box 2,Town\n",
    "phones.csv": "id,location_id,number,number_type,vanity_number\n1,5,01632 960003,voice,\n2,,01632 960004,fax,\n",
    "contacts.csv": "id,service_id,name,title,email\n1,9,Office,,office@example.org\n",
}  # fmt: skip


def test_the_ohana_dialect_with_its_lists_in_cells_and_one_place_for_each_service(tmp_path: Path) -> None:
    found = whole(folder(tmp_path, OHANA))
    incoming = found.services["9"]
    service = incoming.service
    assert service["organization"]["id"] == "1" and service["organization"]["year_incorporated"] == "1998"
    assert [one["name"] for one in service["languages"]] == ["English", "Spanish"]
    assert service["required_documents"] == [{"document": "ID"}] and service["fees_description"] == "None"
    location = service["service_at_locations"][0]["location"]
    assert [one["description"] for one in location["accessibility"]] == ["ramp", "tape"]
    assert location["phones"][0]["type"] == "voice" and len(location["addresses"]) == 2
    assert incoming.extra["keywords"] == "calm" and incoming.extra["location.5.admin_emails"] == "x@example.org"


def test_dirt_31_and_32_rows_that_lead_nowhere_are_told_one_by_one(tmp_path: Path) -> None:
    found = whole(folder(tmp_path, OHANA))
    told = {(one.file, one.line, one.reason, one.value) for one in found.findings if one.severity == "refused"}
    assert ("mail_addresses.csv", 3, "no_such_parent", "1483") in told
    assert any(file == "phones.csv" and line == 3 and reason == "no_parent" and "01632 960004" in value
               for file, line, reason, value in told)  # fmt: skip
    assert len(told) == 2


def test_dirt_21_columns_nobody_knows_are_kept_and_told_once_for_a_file(tmp_path: Path) -> None:
    found = whole(folder(tmp_path, {"services.csv": "id,name,status,colour\ns1,A,active,red\ns2,B,active,blue\n"}))
    assert [one.extra for one in found.services.values()] == [{"colour": "red"}, {"colour": "blue"}]
    assert [(one.column, one.reason) for one in found.findings] == [("colour", "unknown_column")]


def test_dirt_26_rows_without_ids_get_the_same_id_each_time(tmp_path: Path) -> None:
    files = {
        "services.csv": "organization_id,name,description,status\no1,Talk,x,active\no1,Group,y,active\no2,Talk,z,active\n"
    }
    path = folder(tmp_path, files)
    first, second = whole(path), whole(path)
    assert list(first.services) == list(second.services) and len(first.services) == 3
    assert all(key.startswith("made:") for key in first.services)


def test_dirt_27_a_row_with_nothing_but_a_link_is_refused_by_its_line(tmp_path: Path) -> None:
    found = whole(folder(tmp_path, {"services.csv": "id,organization_id,name,status\ns1,o1,Talk,active\n,24441,,\n"}))
    (finding,) = [one for one in found.findings if one.severity == "refused"]
    assert (finding.reason, finding.line, finding.column, finding.value) == ("only_link", 3, "organization_id", "24441")


def test_dirt_28_ids_of_any_form_stay_as_they_are(tmp_path: Path) -> None:
    found = whole(folder(tmp_path, {"services.csv": "id,name,status\n001A000001S4WN7IAN,A,active\n136,B,active\n"}))
    assert set(found.services) == {"001A000001S4WN7IAN", "136"}


def test_dirt_29_the_first_of_one_id_is_never_overwritten(tmp_path: Path) -> None:
    text = "id,name,status,email,alert\ns1,Talk,active,a@example.org,\ns1,Talk,active,b@example.org,Moved\ns1,Other,active,,\n"
    found = whole(folder(tmp_path, {"services.csv": text}))
    incoming = found.services["s1"]
    assert incoming.service["email"] == "a@example.org" and incoming.service["alert"] == "Moved"
    assert [(one.reason, one.column, one.value, one.severity) for one in incoming.findings] == [
        ("same_id_differs", "email", "b@example.org", "held")
    ]
    assert found.reasons() == ["same_id"] and found.findings[-1].line == 4
    assert (found.tally("services.csv").used, found.tally("services.csv").refused) == (2, 1)


def test_dirt_33_exact_duplicates_are_taken_once(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,name,status\ns1,Talk,active\ns1,Talk,active\n",
        "phones.csv": "service_id,number\ns1,01632 960001\ns1,01632 960001\ns1,01632 960002\n",
    }
    found = whole(folder(tmp_path, files))
    assert [one["number"] for one in found.services["s1"].service["phones"]] == ["01632 960001", "01632 960002"]
    assert found.tally("services.csv").repeated == 1 and found.tally("phones.csv").repeated == 1


def test_places_and_organisations_without_a_service_become_one(tmp_path: Path) -> None:
    files = HSDS_3 | {"service_at_location.csv": "id,service_id,location_id,description\n"}
    files |= {
        "organizations.csv": HSDS_3["organizations.csv"] + "o2,Alone,Quiet,\n",
        "schedules.csv": "id,service_id,byday\n",
    }
    found = whole(folder(tmp_path, files))
    assert found.services["location:l1"].service["name"] == "House"
    alone = found.services["organization:o2"]
    assert alone.service["name"] == "Alone" and alone.service["organization"]["id"] == "o2" and alone.line == 3


def test_what_stands_in_for_a_place_or_an_organisation_is_marked_as_they_are(tmp_path: Path) -> None:
    files = {
        "locations.csv": "id,location_type,name,is_hidden\nl1,physical,House,TRUE\n",
        "organizations.csv": "id,name,description,website,not_public\no1,Centre,x,https://example.org,Yes\n",
    }
    found = whole(folder(tmp_path, files))
    assert found.services["location:l1"].service["is_private"] == "TRUE"
    assert found.services["organization:o1"].service["exclude_from_website"] == "Yes"
    assert found.services["organization:o1"].service["url"] == "https://example.org"


def test_only_parts_are_refused_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="only parts"):
        whole(folder(tmp_path, {"phones.csv": HSDS_3["phones.csv"]}))


def test_a_file_can_be_said_to_be_a_table(tmp_path: Path) -> None:
    path = folder(
        tmp_path, {"list_a.csv": HSDS_3["services.csv"], "list_b.csv": "service_id,number\ns1,01632 960001\n"}
    )
    found = whole(path, options=Options(table_names={"list_a.csv": "services", "list_b.csv": "phones"}))
    assert found.services["s1"].service["phones"][0]["number"] == "01632 960001"


def test_rows_can_be_left_out_by_their_line(tmp_path: Path) -> None:
    found = whole(folder(tmp_path, {"services.csv": HSDS_3["services.csv"]}), options=Options(leave_out=frozenset({2})))
    assert set(found.services) == {"s2"} and found.reasons() == ["left_out"]


def test_flags_keep_their_words_under_one_name(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,name,status,not_public,location_id\ns1,A,active,Yes,l1\n",
        "locations.csv": "id,name,location_type,is_hidden\nl1,House,physical,TRUE\n",
    }
    service = whole(folder(tmp_path, files)).services["s1"].service
    assert service["exclude_from_website"] == "Yes"
    assert service["service_at_locations"][0]["location"]["is_private"] == "TRUE"
