"""Flat files: our template, a guessed mapping, a corrected one, one that was saved (DIRTY.md 16 to 26, 33, 34, 55)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.site.exchange import dialects
from support.site.exchange.dialects import Mapping, Unreadable, guess, mapping_from_text, shapes
from support.site.exchange.dialects.flat import Plan
from tests.site.exchange.dialects.reads import as_json, folder, whole
from tests.site.exchange.reading.files import written

TEMPLATE = Path(shapes.__file__).parent / "data" / "template.csv"
LIST = (
    "Shelter Name,Organization,Address,Zip,Phone Number,Fax,Opening Hours,No. of Beds,Languages\n"
    "House,Centre,1 Example Street,12345,01632 960001,01632 960002,Mon-Fri 9-5,12,English; Spanish\n"
    "Home,,2 Example Street,12345,01632 960003,,,102,\n"
)


def test_our_template_is_read_as_it_ships() -> None:
    found = whole(TEMPLATE)
    (incoming,) = found.services.values()
    service = incoming.service
    assert found.reading.dialects == ("template",) and not found.findings and not incoming.extra
    assert service["organization"] == {"id": "ORG-1", "name": "Example Centre"}
    assert service["phones"] == [{"number": "01632 960123", "description": "Leave no message if it is not safe for you",
                                  "type": "voice"}]  # fmt: skip
    (place,) = service["service_at_locations"]
    assert place["location"]["addresses"][0]["is_private"] == "no"
    assert [one["name"] for one in service["languages"]] == ["English", "Spanish"]
    assert service["schedules"] == [{"description": "Mon-Fri 17:00-21:00"}] and service["minimum_age"] == "16"


def test_every_column_of_the_template_leads_somewhere() -> None:
    header = TEMPLATE.read_text("utf-8").splitlines()[0].split(",")
    assert list(shapes.built_in("template").columns) == header


def test_a_list_nobody_knows_is_guessed_and_it_is_said_how(tmp_path: Path) -> None:
    found = whole(written(tmp_path, "list.csv", LIST))
    house, home = (one for one in found.services.values())
    assert house.service["name"] == "House" and house.service["organization"]["name"] == "Centre"
    assert [(one["number"], one.get("type")) for one in house.service["phones"]] == [
        ("01632 960001", None), ("01632 960002", "fax")
    ]  # fmt: skip
    assert house.service["schedules"] == [{"description": "Mon-Fri 9-5"}]
    assert house.extra == {"No. of Beds": "12"} and home.extra == {"No. of Beds": "102"}
    address = house.service["service_at_locations"][0]["location"]["addresses"][0]
    assert address["address_1"] == "1 Example Street" and address["postal_code"] == "12345"
    assert any("guessed" in sentence and "Shelter Name → name" in sentence for sentence in found.reading.said)
    assert [(one.column, one.line) for one in found.findings] == [("No. of Beds", 1)]
    assert whole(written(tmp_path, "list.csv", LIST)).services.keys() == found.services.keys()


def test_a_guess_is_corrected_kept_as_text_and_used_again(tmp_path: Path) -> None:
    path = written(tmp_path, "list.csv", LIST)
    guessed = guess(path)["list.csv"]
    columns = guessed.columns | {"No. of Beds": "alert", "Fax": ""}
    kept = mapping_from_text(Mapping(name="beds", columns=columns, constants={"status": "active"}).to_text())
    found = whole(path, mapping=kept)
    first = next(iter(found.services.values()))
    assert first.service["alert"] == "12" and first.service["status"] == "active"
    assert first.extra == {"Fax": "01632 960002"} and found.reading.mappings["list.csv"] == kept


def test_where_no_name_can_be_found_the_file_is_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, "list.csv", "Colour,Size\nred,1\nblue,2\n")
    with pytest.raises(Unreadable, match="Colour, Size"):
        dialects.read(path)
    assert not guess(path)["list.csv"].columns
    found = whole(path, mapping=Mapping(name="own", columns={"Colour": "name"}))
    assert [one.service["name"] for one in found.services.values()] == ["red", "blue"]


def test_columns_are_guessed_by_what_stands_in_them(tmp_path: Path) -> None:
    text = "Name,Where to write,See also,Ring\nA,a@example.org,https://example.org,01632 960001\nB,b@example.org,www.example.org,01632 960 002\n"
    mapping = guess(written(tmp_path, "list.csv", text))["list.csv"]
    assert mapping.columns == {
        "Name": "name", "Where to write": "email", "See also": "url", "Ring": "phones[ring].number"
    }  # fmt: skip


def test_what_is_the_same_for_different_names_is_taken_for_no_id(tmp_path: Path) -> None:
    text = "Id,Name,City\nsource,A,X\nsource,B,Y\n"
    assert "Id" not in guess(written(tmp_path, "list.csv", text))["list.csv"].columns


def test_dirt_20_a_first_row_that_says_what_to_write_is_left_out(tmp_path: Path) -> None:
    text = "Name,Phone,Email\n*REQUIRED* text,999-999-9999,name@domain.com\nHouse,01632 960001,a@example.org\n"
    found = whole(written(tmp_path, "list.csv", text))
    assert [one.service["name"] for one in found.services.values()] == ["House"]
    assert found.reasons() == ["template_row"]


def test_dirt_24_kinds_mixed_in_one_table_by_a_column(tmp_path: Path) -> None:
    text = "Id,Level,Name,Agency,Street\n1,Agency,Centre,,\n2,Site,House,1,1 Example Street\n3,Program,Talk,1,\n4,Gone,x,,\n"
    mapping = Mapping(
        name="mixed", record_type="Level",
        kinds={"Agency": "organizations", "Site": "locations", "Program": "services"},
        columns={"Id": "id", "Name": "name", "Agency": "organization.id", "Street": "addresses[physical].address_1"},
    )  # fmt: skip
    found = whole(written(tmp_path, "list.csv", text), mapping=mapping)
    assert set(found.services) == {"3", "location:2"}
    assert found.services["3"].service["organization"]["name"] == "Centre"
    assert found.services["location:2"].service["organization"]["name"] == "Centre"
    assert [(one.reason, one.value, one.line) for one in found.findings] == [("kind_unknown", "Gone", 5)]


def test_dirt_25_one_provider_over_many_rows_is_one(tmp_path: Path) -> None:
    text = "Service ID,Service Name,Phone,Address,City\n7,Talk,01632 960001,1 Example Street,Town\n7,Talk,01632 960002,2 Example Street,Town\n"
    found = whole(written(tmp_path, "list.csv", text))
    service = found.services["7"].service
    assert [one["number"] for one in service["phones"]] == ["01632 960001", "01632 960002"]
    assert len(service["service_at_locations"]) == 2 and found.tally("list.csv").used == 2


def test_dirt_33_and_34_the_same_row_is_taken_once_and_alike_rows_stay_apart(tmp_path: Path) -> None:
    text = "Name,Address,Phone\nHouse,1 Example Street,01632 960001\nHouse,1 Example Street,01632 960001\nHouse,1 Example Street,01632 960002\n"
    found = whole(written(tmp_path, "list.csv", text))
    assert len(found.services) == 2 and found.reasons() == ["same_row"] and found.findings[-1].line == 3


def test_dirt_55_a_number_over_three_columns_is_joined(tmp_path: Path) -> None:
    mapping = Mapping(name="m", columns={"Name": "name", **dict.fromkeys(("A", "B", "C"), "phones[main].number")})
    found = whole(written(tmp_path, "list.csv", "Name,A,B,C\nHouse,01632,960,001\n"), mapping=mapping)
    assert next(iter(found.services.values())).service["phones"] == [{"number": "01632 960 001"}]


def test_several_flat_files_of_organisations_places_and_services(tmp_path: Path) -> None:
    files = {
        "organizations.csv": "organization_uuid,organization_name,organization_url\no1,Centre,www.example.org\n",
        "locations.csv": "location_uuid,location_name,organization_uuid,location_address\nl1,House,o1,1 Example Street\n",
        "services.csv": "service_uuid,service_name,organization_uuid,service_description\ns1,Talk,o1,x\n",
    }
    found = whole(folder(tmp_path, files))
    assert set(found.services) == {"s1", "location:l1"}
    assert found.services["s1"].service["organization"]["website"] == "www.example.org"
    assert found.services["location:l1"].service["organization"]["name"] == "Centre"


def test_json_records_nobody_knows_are_laid_flat(tmp_path: Path) -> None:
    value = [
        {"name": "House", "tel": "01632 960001", "place": {"latitude": "-32.3", "longitude": "27.1"}, "kind": "Shelter"}
    ]
    (incoming,) = whole(as_json(tmp_path, value)).services.values()
    location = incoming.service["service_at_locations"][0]["location"]
    assert (location["latitude"], location["longitude"]) == ("-32.3", "27.1")
    assert incoming.extra == {"kind": "Shelter"}


@pytest.mark.parametrize(
    "text",
    ["", "name", '{"name": "x"}', 'name = "x"\n[columns]\nA = "Not a path"', 'name = "x"\nkind = "cats"\n[columns]',
     'name = "x"\nother = 1\n[columns]', "[" * 100_000, "{" * 100_000, "x" * 600_000],
)  # fmt: skip
def test_a_mapping_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        mapping_from_text(text)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
PATHS = st.sampled_from(["name", "", "phones[fax].number", "languages[*].name", "organization.name", "latitude"])


@given(
    NAMES,
    st.dictionaries(NAMES, PATHS, max_size=6),
    st.dictionaries(NAMES, st.sampled_from(["services", ""]), max_size=3),
)
@settings(max_examples=80, deadline=None)
def test_any_mapping_comes_back_from_its_text(name: str, columns: dict[str, str], kinds: dict[str, str]) -> None:
    mapping = Mapping(name=name, columns=columns, kinds=kinds, record_type=name, commas=(name,))
    assert mapping_from_text(mapping.to_text()) == mapping


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=15)


@given(
    st.dictionaries(st.sampled_from(list("abcdefgh")), CELL, min_size=1),
    st.dictionaries(st.sampled_from(list("abcdefgh")), PATHS),
)
@settings(max_examples=80, deadline=None)
def test_no_cell_is_lost_whatever_the_mapping(cells: dict[str, str], columns: dict[str, str]) -> None:
    flat = Plan(Mapping(name="m", columns=columns)).record(cells)
    assert flat is not None
    there = repr(flat.body) + repr(flat.extra)
    for column, cell in cells.items():
        if columns.get(column) != "languages[*].name":
            assert not cell.strip() or repr(cell.strip())[1:-1] in there
