"""What goes out, byte for byte: files that are read back in by the tests of the import. On both databases the same."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from flask import Flask

GOLDEN = Path(__file__).parent / "golden"


def export(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=["directory", "export", *words])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(("form", "name"), [("hsds-json", "services.json"), ("csv", "services.csv")])
def test_a_file_is_as_it_was(small_site: Flask, tmp_path: Path, form: str, name: str) -> None:
    export(small_site, "--format", form, "--output", str(tmp_path / name))
    assert (tmp_path / name).read_bytes() == (GOLDEN / name).read_bytes(), f"{form} has changed: a promise to readers"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_package_is_as_it_was_as_a_folder_and_as_a_zip(small_site: Flask, tmp_path: Path) -> None:
    export(small_site, "--format", "hsds-csv", "--output", str(tmp_path / "folder"))
    export(small_site, "--format", "hsds-csv", "--output", str(tmp_path / "all.zip"))
    expected = {path.name: path.read_bytes() for path in (GOLDEN / "package").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "folder").iterdir()} == expected
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == expected
        assert archive.namelist()[0] == "datapackage.json"


def test_only_the_kinds_that_are_asked_for(small_site: Flask) -> None:
    for form in ("hsds-json", "csv"):
        said = export(small_site, "--format", form, "--kind", "hotline", "--kind", "shelter")
        assert "Example line" in said
        assert "Larkspur House" in said
        assert "Clinic on the hill" not in said


def test_a_folder_that_is_there_is_left_alone(small_site: Flask, tmp_path: Path) -> None:
    result = small_site.test_cli_runner().invoke(
        args=["directory", "export", "--format", "hsds-csv", "--output", str(tmp_path)]
    )
    assert result.exit_code == 1
    assert "Name a new folder" in result.output
    assert not list(tmp_path.iterdir())


def test_an_export_that_breaks_leaves_the_old_file(
    small_site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "services.json"
    file.write_text("the old one")

    def broken(*_given: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("support.site.exchange.out.taking.nested", broken)
    result = small_site.test_cli_runner().invoke(
        args=["directory", "export", "--format", "hsds-json", "--output", str(file)]
    )
    assert result.exit_code == 1
    assert file.read_text() == "the old one"
    assert list(tmp_path.iterdir()) == [file]
