"""A guide that is wrong is not shown, and its file, line and remedy are said. The others are shown all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from support.common.crisis.bundled import services
from support.common.operations.doctor import BAD, WARNING
from support.site.guides.articles import examining
from support.site.guides.articles.guide import BrokenGuide
from support.site.guides.articles.reading import Shelf, read
from tests.conftest import browser
from tests.site.guides.articles.conftest import GOOD, Write

HTML_ADVICE = "Write Markdown; a sign < has a space after it."


def faults_of(path: Path) -> str:
    with pytest.raises(BrokenGuide) as broken:
        read(path)
    return str(broken.value)


def test_the_sample_is_good(write: Write) -> None:
    guide = read(write())
    assert (guide.id, guide.language, guide.about.audience) == ("first-steps", "en", "survivor")


BROKEN = [
    (("+++\nnumber", "number"), "line 1", "no +++ line"),
    (("number = 1", "number = "), "line 2", "not written in TOML"),
    (("number = 1", "number = 2"), "line 2", "first-steps has number 1"),
    (("number = 1", "number = '1'"), "line 2", "whole number"),
    (("number = 1\n", ""), "line 1", "The key number is missing"),
    (("number = 1", "number = 1\ncolour = 3"), "line 3", "The key colour is not known"),
    (('heading = "I was', 'heading = "<b>I was'), "line 4", "no HTML"),
    (('audience = "survivor"', 'audience = "own_thoughts"'), "line 6", "Write 'survivor'"),
    (("written = 2026-11-25", 'written = "2026-11-25"'), "line 7", "without quotes"),
    (("review_due = 2027-05-25", "review_due = 2026-05-25"), "line 8", "at most a year later"),
    (("review_due = 2027-05-25", "review_due = 2029-05-25"), "line 8", "at most a year later"),
    (('facts = ["PR01"]', 'facts = ["PR01", "ZZ99"]'), "line 10", "The fact ZZ99 is not known"),
    (('facts = ["PR01"]', 'facts = ["PR01", "SC34"]'), "line 10", "not shown to readers"),
    (('facts = ["PR01"]', 'facts = ["PR02"]'), "line 29", "not among the facts"),
    (('"us-1in6"', '"gb-nothing"'), "line 11", "The listing gb-nothing is not known"),
    (('"us-1in6"', '"gb-survivorsuk"'), "line 11", "not shown to readers"),
    (('"us-1in6"', '"gb-napac"'), "line 11", "Each id stands there once"),
    (('"us-1in6"', '"us-whatsok"'), "line 11", "is for people worried"),
    (('"us-1in6"', '"gb-stop-it-now"'), "line 11", "is a prevention service"),
    (('["words-we-use"]', '["worried-adult"]'), "line 12", "is for another reader"),
    (('["words-we-use"]', '["nothing"]'), "line 12", "The guide nothing is not known"),
    (("https://napac", "http://napac"), "line 13", "https://"),
    (('kind = "hotline"\naudience = "survivor"', 'audience = "own_thoughts"'), "line 16", "crosses over"),
    (('kind = "hotline"\naudience = "survivor"', 'audience = "both"'), "line 16", "crosses over"),
    (('kind = "hotline"', 'country = "GB"'), "line 15", "Fields of a search"),
    (("Breathe out slowly.", "<script>alert(1)</script>"), "line 23", "There is HTML"),
    (("Breathe out slowly.", "<!-- x -->"), "line 23", "There is HTML"),
    (("Breathe out slowly.", "[a](javascript:alert)"), "line 23", "There is a link"),
    (("Breathe out slowly.", "See https://example.org/"), "line 23", "There is an address"),
    (("Breathe out slowly.", "![a](b)"), "line 23", "There is an image"),
    (("Breathe out slowly.", "`x`"), "line 23", "There is code"),
    (("Breathe out slowly.", "&#60;"), "line 23", "coded sign"),
    (("[[now]]", "[[nothing]]"), "line 23", "The reference [[nothing]] is not known"),
    (("[[now]]", "[[now"), "line 23", "cannot be read"),
    (("[[now]]", "[[now:x]]"), "line 23", "incomplete or too long"),
    (("[[listing:gb-napac]]", "[[listing]]"), "line 23", "incomplete or too long"),
    (("[[listing:gb-napac]]", "[[listing:us-whatsok]]"), "line 23", "is for people worried"),
    (("[[listing:gb-napac]]", "[[guide:when-you-ask]]"), "line 23", "is for another reader"),
    (("About one woman in five", "About one woman in four"), "line 29", "The number 0.25"),
]


@pytest.mark.parametrize(("change", "line", "said"), BROKEN, ids=[said for _change, _line, said in BROKEN])
def test_a_broken_guide_is_refused_with_its_line(write: Write, change: tuple[str, str], line: str, said: str) -> None:
    text = faults_of(write(change))
    assert "en/first-steps.md" in text
    assert line in text
    assert said in text


def test_no_guide_can_have_another_name(write: Write) -> None:
    assert "No guide has this name" in faults_of(write(name="something-else"))


def test_a_file_that_is_no_text_is_refused(write: Write) -> None:
    path = write()
    path.write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in faults_of(path)


def young(**changes: str) -> str:
    text = GOOD.replace("number = 1", "number = 8").replace('"survivor"', '"young_worried"', 1)
    head, _, rest = text.partition("[[searches]]")
    text = head + "+++" + rest.split("+++", 1)[1]
    text = text.replace('["gb-napac", "zz-take-it-down", "us-1in6"]', changes.get("lines", '["gb-childline"]'))
    return text.replace("[[listing:gb-napac]]", changes.get("reference", "[[listing:us-whatsok]]"))


def test_the_young_are_led_to_services_for_them(write: Write) -> None:
    assert read(write(name="worried-young", text=young())).about.lines == ("gb-childline",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lines": '["gb-napac"]'}, "is not for children or teenagers"),
        ({"lines": '["zz-troubled-desire"]'}, "is not for children or teenagers"),
        ({"reference": "[[guide:worried-adult]]"}, "is for another reader"),
        ({"reference": "[[guide:first-steps]]"}, "is for another reader"),
        ({"reference": "[[search]]"}, "does not hold [[search]]"),
        ({"reference": "[[jurisdictions]]"}, "does not hold [[jurisdictions]]"),
    ],
)
def test_the_young_are_led_nowhere_else(write: Write, change: dict[str, str], said: str) -> None:
    assert said in faults_of(write(name="worried-young", text=young(**change)))


def test_no_guide_for_own_thoughts_names_a_service_for_survivors_alone(write: Write) -> None:
    text = GOOD.replace("number = 1", "number = 7").replace('"survivor"', '"own_thoughts"')
    refused = faults_of(write(name="worried-adult", text=text))
    assert "gb-napac is for survivors" in refused
    assert "us-1in6 is for survivors" in refused


def test_rows_that_readers_may_not_see_exist(write: Write) -> None:
    """What the refusals above lean on."""
    assert {one.id: one.shown for one in services()}["gb-survivorsuk"] is False


def test_a_broken_guide_is_away_and_the_others_are_there(
    write: Write, own_shelf: Callable[[], Shelf], guided: Flask
) -> None:
    write(("Breathe out slowly.", "<script>alert(1)</script>"))
    write(name="words-we-use", text=Path(__file__).parents[4].joinpath(
        "support/site/guides/articles/data/en/words-we-use.md").read_text("utf-8"))  # fmt: skip
    own_shelf()
    client = browser(guided)
    assert client.get("/en-GB/guides/first-steps").status_code == 404
    assert client.get("/en-GB/guides/words-we-use").status_code == 200
    listed = client.get("/en-GB/guides").get_data(as_text=True)
    assert "/guides/words-we-use" in listed
    assert "/guides/first-steps" not in listed
    with guided.app_context():
        said = [(finding.level, finding.what, finding.advice) for finding in examining.examined()]
    assert (BAD, "A guide is not shown. en/first-steps.md, line 23: There is HTML in the text.", HTML_ADVICE) in said
    assert (WARNING, "1 guides are shown.", "See above.") in said
