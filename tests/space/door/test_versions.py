"""Words that people agree to cannot change without a new version: each version's words are held by their hash.

When this fails because words changed on purpose: raise the version in ``support/space/door/texts.py`` and add a line to
``versions.txt``. Lines of versions that were shown to people stay.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from support.config import ROOT
from support.space.door.texts import PROMISE_TEMPLATES, PROMISE_VERSION, agreements
from support.times import Times
from tests.conftest import SPACES

RECORD = Path(__file__).with_name("versions.txt")


def recorded() -> dict[tuple[str, str, int], str]:
    """The hash of each version of each text: part, key and version to hash."""
    found: dict[tuple[str, str, int], str] = {}
    for line in RECORD.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            part, key, version, mark = line.split()
            assert (part, key, int(version)) not in found, f"{line}: this version stands there already"
            found[part, key, int(version)] = mark
    return found


def hash_of(app: Flask, *templates: str) -> str:
    """The hash of the words of these templates in their order; markup does not count."""
    said = [text for name in templates for text in messages(app, name)]
    assert said
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def messages(app: Flask, template: str) -> list[str]:
    """Every text of a template that goes through the catalogue."""
    tree = app.jinja_env.parse((ROOT / "templates" / template).read_text("utf-8"))
    calls = [call for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name) and call.node.name == "_"]
    return [call.args[0].value for call in calls if isinstance(call.args[0], nodes.Const)]


def current(app: Flask, part: str) -> dict[tuple[str, str, int], str]:
    texts = {(part, one.key, one.version): hash_of(app, one.template) for one in agreements(part, Times())}
    return texts | {(part, "promise", PROMISE_VERSION): hash_of(app, *PROMISE_TEMPLATES)}


@pytest.mark.parametrize("part", SPACES)
def test_the_words_are_those_of_their_version(part: str, doors: dict[str, Flask]) -> None:
    held = recorded()
    for key, mark in current(doors[part], part).items():
        assert held.get(key) == mark, f"The words of {key} changed: raise the version, then record {mark}"


@pytest.mark.parametrize("part", SPACES)
def test_the_newest_recorded_version_is_the_one_that_is_shown(part: str, doors: dict[str, Flask]) -> None:
    newest: dict[str, int] = {}
    for of_part, key, version in recorded():
        if of_part == part:
            newest[key] = max(version, newest.get(key, 0))
    assert newest == {key: version for _part, key, version in current(doors[part], part)}


def test_every_word_of_a_text_is_counted(doors: dict[str, Flask]) -> None:
    """No text is hidden from the hash in a variable, and the promise has no piece that the list leaves out."""
    app = doors["prevention"]
    for name in (*PROMISE_TEMPLATES, *(one.template for one in agreements("prevention", Times()))):
        tree = app.jinja_env.parse((ROOT / "templates" / name).read_text("utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_":
                assert isinstance(call.args[0], nodes.Const)
        for include in tree.find_all(nodes.Include):
            assert isinstance(include.template, nodes.Const)
            assert include.template.value in PROMISE_TEMPLATES


def test_only_one_space_has_a_commitment_and_it_is_renewed() -> None:
    assert [(one.key, one.renew_days) for one in agreements("survivors", Times())] == [("guidelines", None)]
    assert [(one.key, one.renew_days) for one in agreements("prevention", Times())] == [
        ("guidelines", None),
        ("commitment", 90),
    ]
    assert agreements("prevention", Times(commitment_days=30))[1].renew_days == 30


@pytest.mark.parametrize("part", SPACES)
def test_the_page_shows_the_words_that_are_agreed_to(part: str, doors: dict[str, Flask]) -> None:
    for one in agreements(part, Times()):
        body = doors[part].test_client().get(f"/en/{one.key}", base_url="https://localhost").get_data(as_text=True)
        missing = [text for text in messages(doors[part], one.template) if text not in body]
        assert not missing
        assert f"Version {one.version} of" in body
