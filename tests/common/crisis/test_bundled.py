"""The bundled files: every row as it is, broken rows refused with file, line and reason, and what must not be shown."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.common.crisis.bundled import DATA, BrokenRow, emergencies, services
from support.common.crisis.lines import countries, lines_of

ROWS = list(csv.DictReader((DATA / "services.csv").open(encoding="utf-8", newline="")))


def written(path: Path, rows: list[dict[str, str]], names: list[str] | None = None) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names or list(ROWS[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_every_row_is_read() -> None:
    assert len(services()) == len(ROWS) == 653
    assert len({service.country for service in services()} - {"ZZ", "EU"}) == 113
    assert len(emergencies()) == 255


def test_weak_and_held_rows_are_never_shown() -> None:
    hidden = {service.id for service in services() if service.confidence == "low" or service.held_because}
    shown = {
        service.id
        for country in (*countries(), "ZZ", "EU")
        for _kind, group in lines_of(country).by_kind
        for service in group
    }
    assert len(hidden) == 26
    assert not hidden & shown
    assert len(shown) == 653 - 26


def test_a_number_that_must_not_be_shown_is_only_in_the_editors_column() -> None:
    for row in ROWS:
        public = " ".join(value for name, value in row.items() if name != "editor_note")
        assert "484-2846" not in public
        assert "NOT FOR DISPLAY" not in public


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("phone", "call us", "cannot be dialled"),
        ("phone", "+44 1632 960123", "cannot be dialled"),
        ("kind", "magic", "kind"),
        ("audience", "", "audience"),
        ("country", "XX", "country"),
        ("region", "FR-75", "region"),
        ("url", "javascript:alert(1)", "web address"),
        ("chat_url", "https://user:pass@example.org/", "web address"),
        ("anonymous", "maybe", "anonymous"),
        ("min_age", "ten", "age"),
        ("source_kind", "a friend", "source kind"),
        ("confidence", "sure", "confidence"),
        ("band", "everything", "role"),
        ("uuid", "1", "uuid"),
        ("uuid", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "random"),
        ("name", "", "filled in"),
    ],
)
def test_a_broken_row_names_file_line_and_reason(tmp_path: Path, field: str, value: str, reason: str) -> None:
    path = written(tmp_path / "services.csv", [ROWS[0], ROWS[1], ROWS[2] | {field: value}])
    with pytest.raises(BrokenRow, match=rf"services\.csv, line 4: .*{reason}"):
        services(path)


def test_doubled_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenRow, match=r"line 3: the id .* another line"):
        services(written(tmp_path / "services.csv", [ROWS[0], ROWS[0]]))


def test_two_lines_for_one_role_are_refused(tmp_path: Path) -> None:
    banded = next(row for row in ROWS if row["band"])
    again = banded | {"id": "other", "uuid": "0495e602-9e44-4b72-869f-127b8c1bf0d9"}
    with pytest.raises(BrokenRow, match="has a line for"):
        services(written(tmp_path / "services.csv", [banded, again]))


def test_a_missing_column_is_refused(tmp_path: Path) -> None:
    names = [name for name in ROWS[0] if name != "phone"]
    rows = [{name: row[name] for name in names} for row in ROWS[:2]]
    with pytest.raises(BrokenRow, match="line 1: the columns must be"):
        services(written(tmp_path / "services.csv", rows, names))


def test_a_row_one_cell_short_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "services.csv", ROWS[:2])
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:2], lines[2].rsplit(",", 1)[0]]) + "\n", "utf-8")
    with pytest.raises(BrokenRow, match=r"line 3: .*cells"):
        services(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "services.csv", ROWS[:2])
    path.write_bytes(path.read_bytes() + b"\xff\xfe,\n")
    with pytest.raises(BrokenRow, match="cannot be read"):
        services(path)


@given(junk=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_refused_and_never_half_read(junk: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = written(tmp_path_factory.mktemp("junk") / "services.csv", ROWS[:2])
    path.write_text(path.read_text("utf-8") + "x," + junk.replace("\x00", "") + "\n", "utf-8")
    with pytest.raises(BrokenRow):
        services(path)
