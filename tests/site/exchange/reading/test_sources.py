"""Files, folders and zips: what is no table is told apart by its bytes, and nothing climbs, swells or links."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from support.site.exchange.reading import limits
from support.site.exchange.reading.limits import Unreadable
from support.site.exchange.reading.sources import look_at
from tests.site.exchange.reading.files import written, zipped

CSV = "id,name\n1,One\n"


def sheet(mark: str = "[Content_Types].xml") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr(mark, "application/vnd.oasis.opendocument.spreadsheet")
    return data.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (sheet(), "spreadsheet"), (sheet("mimetype"), "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "CSV"), (b"%PDF-1.7\n", "PDF"), (b"\x1f\x8b\x08\0", "Unpack"),
        (b"<!DOCTYPE html><html>", "web page"), (b"\xef\xbb\xbf<?xml version='1.0'?>", "web page"), (b"", "empty"),
        (b"  \n", "empty"), (b"\x89PNG\r\n", "picture"), (b"SQLite format 3\x00", "database"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["list.csv", "list.json"])
def test_other_formats_are_known_under_any_name(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        look_at(written(tmp_path, name, content))


def test_a_spreadsheet_beside_nothing_else_is_told(tmp_path: Path) -> None:
    written(tmp_path, "in/list.xlsx", sheet())
    with pytest.raises(Unreadable, match="spreadsheet"):
        look_at(tmp_path / "in")


def test_folders_and_zips_are_read_alike(tmp_path: Path) -> None:
    files = {
        "data/services.csv": CSV,
        "data/phones.csv": CSV,
        "datapackage.json": "{}",
        "README.txt": "Hello",
        "a.pdf": "x",
    }
    for name, content in files.items():
        written(tmp_path, f"in/{name}", content)
    for path in (tmp_path / "in", zipped(tmp_path / "in.zip", files)):
        source = look_at(path)
        assert [member.name for member in source.members] == ["data/phones.csv", "data/services.csv"]
        assert [b"".join(member.chunks()) for member in source.members] == [CSV.encode()] * 2
        assert source.descriptor is not None and source.descriptor.name == "datapackage.json"
        assert source.said and "a.pdf" in source.said[0] and "README.txt" in source.said[0]


def test_of_several_folders_one_has_to_be_chosen(tmp_path: Path) -> None:
    for name in ("one/services.csv", "two/services.csv"):
        written(tmp_path, f"in/{name}", CSV)
    with pytest.raises(Unreadable, match="one, two"):
        look_at(tmp_path / "in")


@pytest.mark.parametrize(
    "name", ["../services.csv", "/services.csv", "a/../../services.csv", "..\\services.csv", "C:\\x.csv"]
)
def test_a_path_that_leads_out_of_a_zip_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unreadable, match="leads out"):
        look_at(zipped(tmp_path / "a.zip", {name: CSV}))


def test_links_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        info = zipfile.ZipInfo("services.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(info, "/etc/hostname")
    with pytest.raises(Unreadable, match="link"):
        look_at(path)
    written(tmp_path, "real/services.csv", CSV)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "services.csv").symlink_to(tmp_path / "real" / "services.csv")
    with pytest.raises(Unreadable, match="link"):
        look_at(tmp_path / "in")


def test_what_swells_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {"services.csv": b"0" * (limits.ZIP_RATIO_FROM + 1)})
    with pytest.raises(Unreadable, match="packed more tightly"):
        look_at(path)
    monkeypatch.setattr(limits, "ZIP_BYTES", 1_000_000)
    with pytest.raises(Unreadable, match="unpack to more"):
        look_at(path)
    monkeypatch.setattr(limits, "FILES", 2)
    with pytest.raises(Unreadable, match="more than 2 files"):
        look_at(zipped(tmp_path / "b.zip", {f"{n}.csv": CSV for n in range(3)}))


def test_a_zip_with_a_huge_list_of_members_is_not_even_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {f"{n:0>100}.csv": CSV for n in range(12)})
    assert len(look_at(path).members) == 12
    monkeypatch.setattr(limits, "ZIP_DIRECTORY_BYTES", 1_000)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(Unreadable, match="more than"):
        look_at(path)


def test_a_zip_that_says_less_than_it_holds_is_stopped(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"services.csv": CSV * 5_000})
    raw = bytearray(path.read_bytes())
    central = raw.rindex(b"PK\x01\x02")
    raw[central + 24 : central + 28] = (100).to_bytes(4, "little")
    path.write_bytes(raw)
    with pytest.raises(Unreadable):
        (member,) = look_at(path).members
        assert sum(map(len, member.chunks())) > 100


def test_a_damaged_zip_a_locked_one_and_a_zip_in_a_zip_are_told(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", {"services.csv": CSV * 900}).read_bytes()
    with pytest.raises(Unreadable, match="cannot be opened"):
        look_at(written(tmp_path, "b.zip", whole[: len(whole) - 40]))
    with pytest.raises(Unreadable, match="packed"):
        look_at(zipped(tmp_path / "c.zip", {"services.csv": whole}))
    broken = bytearray(whole)
    broken[60:70] = b"\xff" * 10
    with pytest.raises(Unreadable):
        (member,) = look_at(written(tmp_path, "d.zip", bytes(broken))).members
        b"".join(member.chunks())


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no file"):
        look_at(tmp_path / "nothing.csv")
    with pytest.raises(Unreadable, match="no CSV or JSON"):
        look_at(tmp_path)
