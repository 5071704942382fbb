"""People's own words, as they typed them: every script and direction, and nothing in them that acts (S72, S73)."""

from __future__ import annotations

import pytest
from flask import Flask

from support.common.kernel.text import clean, one_line
from tests.people import member
from tests.rules.page import parsed
from tests.space.forum.published import thread
from tests.space.forum.reading.conftest import reads

SAMPLES = {
    "Persian": ("fa", "می‌خواهم بنویسم. امروز بهتر است"),
    "Hindi": ("hi", "क्या आज अच्छा दिन था? श्री हिन्दी"),
    "Hebrew": ("he", "שָׁלוֹם, היום היה יום טוב (באמת)"),
    "Arabic and English": ("ar", "اليوم أحسن, thank you, حقا"),
    "emoji": ("", "Good 👩‍👩‍👧 day 🏳️‍🌈 1️⃣ 👍🏽"),
    "Thai": ("th", "วันนี้เป็นวันที่ดี"),
    "Japanese": ("ja", "今日はいい日でした"),
    "Vietnamese": ("vi", "Hôm nay là một ngày tốt đẹp"),
}
ACTING = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<a href='javascript:alert(1)'>x</a>",
    "{{ 7 * 7 }} {% include 'layout.html' %} %(name)s",
    "https://elsewhere.example/ www.elsewhere.example mail@elsewhere.example",
    "</p></article><h1>Moved</h1>",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "<!-- --> ]]> <![CDATA[",
    "`${alert(1)}` '\" \\",
]


def texts(walker_text: bytes) -> list[str]:
    """The words of posts on a page, exactly."""
    return ["".join(one.itertext()) for one in parsed(walker_text).all("p") if one.attrib.get("class") == "post__text"]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_script_is_shown_as_typed(space: Flask, name: str) -> None:
    language, body = SAMPLES[name]
    one = thread(member(space), title=one_line(body), body=clean(body), language=language)
    walker = reads(member(space)).open(f"/threads/{one.thread_id}")
    assert texts(walker.answer.data) == [clean(body)]
    assert walker.page.all("h1")[0].attrib["dir"] == "auto"
    part = next(one for one in walker.page.all("p") if one.attrib.get("class") == "post__text")
    assert part.attrib["dir"] == "auto"
    spoken = [one.attrib["lang"] for one in walker.page.all("main")[0].iter() if "lang" in one.attrib]
    assert set(spoken) == ({language} if language else set())


@pytest.mark.parametrize("body", ACTING)
def test_whatever_is_typed_appears_as_text(space: Flask, body: str) -> None:
    one = thread(member(space), title=one_line(body), body=body)
    walker = reads(member(space))
    page = walker.open(f"/threads/{one.thread_id}").page
    assert texts(walker.answer.data) == [body]
    assert page.headings() == [" ".join(body.split())]
    main = page.all("main")[0]
    assert not [one for one in main.iter() if one.tag in ("script", "img", "iframe", "b")]
    assert not [link for link in main.iter("a") if not link.attrib["href"].startswith("/en-GB/")]


def test_line_breaks_are_kept(space: Flask) -> None:
    one = thread(member(space), body="first line\n  second line\n\nanother paragraph")
    walker = reads(member(space)).open(f"/threads/{one.thread_id}")
    assert texts(walker.answer.data) == ["first line\n  second line", "another paragraph"]


def test_names_stand_apart_from_the_direction_of_the_page(space: Flask) -> None:
    who = member(space)
    one = thread(who)
    page = reads(member(space)).open(f"/threads/{one.thread_id}").page
    assert who.name in ["".join(one.itertext()) for one in page.all("bdi")]
