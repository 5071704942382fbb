"""What cannot be right in a duties file is refused with file, key and what to write there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.space.duties.reading import read
from support.space.duties.table import DutiesError
from tests.space.duties.written import GOOD, TODAY, written


def refused(folder: Path, text: str) -> str:
    """What the refusal of that text says."""
    with pytest.raises(DutiesError) as caught:
        read(written(folder, text), "US-CA", today=TODAY)
    assert str(folder / "duties.toml") in str(caught.value)
    assert "docs/duties.md" in str(caught.value)
    return str(caught.value)


def test_only_what_the_law_asks_must_name_its_source(tmp_path: Path) -> None:
    assert "source_url: write the https address" in refused(
        tmp_path, GOOD.replace('source_url = "https://example.org/law"\n', "")
    )


@pytest.mark.parametrize("key", ["jurisdiction", "sample", "reviewer", "reviewed_on", "review_due"])
def test_nothing_of_the_head_may_be_left_out(tmp_path: Path, key: str) -> None:
    lines = [line for line in GOOD.splitlines() if not line.startswith(f"{key} =")]
    assert f" {key}: write " in refused(tmp_path, "\n".join(lines))


@pytest.mark.parametrize("key", ["id", "trigger", "must", "report_to", "how", "passed_on", "author_told"])
def test_nothing_of_a_duty_may_be_left_out(tmp_path: Path, key: str) -> None:
    head, _, tail = GOOD.partition("[[duty]]")
    lines = [line for line in tail.splitlines() if not line.startswith(f"{key} =")]
    assert f"duty 1, {key}: write " in refused(tmp_path, head + "[[duty]]" + "\n".join(lines))


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('"US-CA"', '"us-ca"', "jurisdiction: write the code of ISO 3166"),
        ('"US-CA"', '"XX"', "jurisdiction: write the code of ISO 3166"),
        ('"US-CA"', '"GB and IE"', "jurisdiction: write the code of ISO 3166"),
        ('"US-CA"', '"ZZ"', "jurisdiction: a sample is for ZZ"),
        ("sample = false", "sample = true", "jurisdiction: a sample is for ZZ"),
        ("sample = false", 'sample = "no"', "sample: write true or false"),
        ("sample = false", "sample = 0", "sample: write true or false"),
        ('"Ada Example, Example Law"', '"  "', "reviewer: write who"),
        ('"Ada Example, Example Law"', '"""two\nlines"""', "reviewer: write one line"),
        ("2026-03-31", '"2026-03-31"', "reviewed_on: write a day"),
        ("2026-03-31", "2026-03-31T10:00:00Z", "reviewed_on: write a day"),
        ("2026-03-31", "2026-11-23", "reviewed_on: 2026-11-23 is still to come"),
        ("2027-03-31", "2026-03-31", "review_due: write a day after"),
        ("2027-03-31", "2028-04-01", "at most two years later"),
        ('trigger = "child_in_danger"', 'trigger = "anything"', "duty 1, trigger: write one of: own_life_in_danger"),
        ("must = true", "must = 1", "duty 1, must: write true or false"),
        ("within_hours = 36", "within_hours = -1", "duty 1, within_hours: write a whole number"),
        ("within_hours = 36", "within_hours = true", "duty 1, within_hours: write a whole number"),
        ("within_hours = 36", "within_hours = 1.5", "duty 1, within_hours: write a whole number"),
        ('["times", "text"]', "[]", "duty 1, passed_on: write a list"),
        ('["times", "text"]', '["nothing_else"]', "nothing_else not by itself"),
        ('["times", "text"]', '["text", "text"]', "each once"),
        ('["times", "text"]', '["address"]', "duty 1, passed_on: write a list"),
        ('["times", "text"]', '"text"', "duty 1, passed_on: write a list"),
        ('["times", "text"]', '[["text"]]', "duty 1, passed_on: write a list"),
        ('author_told = "after"', 'author_told = "maybe"', "duty 1, author_told: write one of: yes, no, after"),
        ("https://example.org/law", "http://example.org/law", "duty 1, source_url: write a whole address"),
        ("https://example.org/law", "https://[", "duty 1, source_url: write a whole address"),
        ("https://example.org/law", "the law book", "duty 1, source_url: write a whole address"),
        ('words.es = "Pedimos ayuda."', "", "duty 2, words.es: write one plain sentence"),
        ('"We call for help."', '"We call. Then we wait."', "duty 2, words.en: write one sentence"),
        ('"We call for help."', '"We call for help"', "duty 2, words.en: write one sentence"),
        ('"We call for help."', f'"{"a" * 240}."', "duty 2, words.en: write one line of at most 240"),
        ('words.en = "We call', 'words.fr = "Nous."\nwords.en = "We call', "duty 2, words.fr: there is no such key"),
        ('id = "own-life"', 'id = "child-now"', "duty 2, id: child-now stands there already"),
        ('id = "own-life"', 'id = "Own life"', "duty 2, id: write small letters"),
        ('id = "own-life"', 'id = "own-life"\nreport_too = "x"', "duty 2, report_too: there is no such key"),
        ("sample = false", "sample = false\nsamples = false", "samples: there is no such key. Those there are"),
        ("held_text_days = 90", "held_text_days = 0", "retention.held_text_days: write a whole number from 1"),
        ("held_text_days = 90", "held_text_days = 3651", "retention.held_text_days: write a whole number"),
        ("decision_days = 365", "", "retention.decision_days: write a whole number"),
        ("decision_days = 365", "decision_days = 365\nyears = 1", "retention.years: there is no such key"),
        ("[retention]", "[kept]", "kept: there is no such key"),
        ("[[duty]]", "duty", "the file: it is not written in TOML"),
    ],
)
def test_what_cannot_be_right_is_refused(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    assert was in GOOD
    message = refused(tmp_path, GOOD.replace(was, becomes, 1))
    assert said in message, message


def test_a_file_without_a_duty_or_without_retention_is_refused(tmp_path: Path) -> None:
    head, retention = GOOD.split("[[duty]]", maxsplit=1)[0], GOOD[GOOD.index("[retention]") :]
    assert "duty: write at least one table [[duty]]" in refused(tmp_path, head + retention)
    assert "duty: write at least one table [[duty]]" in refused(tmp_path, head + "duty = [1]\n" + retention)
    assert "retention: write a table" in refused(tmp_path, GOOD[: GOOD.index("[retention]")])


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.toml", tmp_path):
        with pytest.raises(DutiesError, match="the file: it cannot be read"):
            read(path, "GB", today=TODAY)
    path = tmp_path / "latin.toml"
    path.write_bytes("reviewer = 'Zoë'".encode("latin-1"))
    with pytest.raises(DutiesError, match="the file: it is not written in TOML"):
        read(path, "GB", today=TODAY)


@given(text=st.text(max_size=200))
def test_no_text_makes_it_fail_in_another_way(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, "utf-8", errors="replace")
    with pytest.raises(DutiesError):
        read(path, "GB", today=TODAY)
