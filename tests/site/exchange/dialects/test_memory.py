"""Memory does not grow with the file, and nothing stays on the disk."""

from __future__ import annotations

import gc
import json
import tempfile
import tracemalloc
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from support.site.exchange import dialects
from support.site.exchange.dialects import Unreadable
from support.site.exchange.reading import held_text, store
from tests.site.exchange.reading.files import written

WORDS = "talking with a trained person " * 20


def csv_of(path: Path, rows: int) -> Path:
    lines = "".join(f"{n},Talk {n},o{n % 50},active,{WORDS}\n" for n in range(rows))
    return written(path, f"services{rows}.csv", "id,name,organization_id,status,description\n" + lines)


def json_of(path: Path, rows: int) -> Path:
    record = {"status": "active", "description": WORDS, "phones": [{"number": "01632 960001"}]}
    return written(
        path, f"s{rows}.json", json.dumps([{"id": str(n), "name": f"Talk {n}"} | record for n in range(rows)])
    )


def peak(path: Path) -> int:
    gc.collect()
    tracemalloc.start()
    with dialects.read(path) as reading:
        assert sum(1 for _item in reading) > 0
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("made", [csv_of, json_of])
def test_four_times_the_rows_do_not_take_twice_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path, int], Path]
) -> None:
    monkeypatch.setattr(held_text, "_PIECE", 20_000)
    small, large = made(tmp_path, 700), made(tmp_path, 2_800)
    assert large.stat().st_size > 3.8 * small.stat().st_size
    peak(small)
    few, many = peak(small), peak(large)
    assert many < 1.5 * few + 300_000
    assert many < 40_000_000


def test_what_was_kept_on_disk_goes_at_the_end_on_an_error_and_when_nobody_reads_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(kept))
    path = csv_of(tmp_path, 20)
    with dialects.read(path) as reading:
        items = iter(reading)
        next(items)
        assert list(kept.iterdir())
    assert not list(kept.iterdir())
    assert len(list(dialects.read(path))) == 20
    assert not list(kept.iterdir())
    broken = written(tmp_path, "b.csv", path.read_bytes() + b'21,"cut off')
    with pytest.raises(Unreadable, match="line 22"):
        list(dialects.read(broken))
    assert not list(kept.iterdir())
    unfinished = iter(dialects.read(path))
    assert len(list(islice(unfinished, 3))) == 3
    del unfinished
    gc.collect()
    assert not list(kept.iterdir())


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = csv_of(tmp_path, 3_000)
    monkeypatch.setattr(store, "_SCHEMA", store._SCHEMA + "PRAGMA max_page_count = 40;")
    with pytest.raises(Unreadable, match="room on the disk"):
        list(dialects.read(path))
