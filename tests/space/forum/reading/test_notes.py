"""Content notes on pages: shown with a label, folded without a script, or not on the page at all (S104)."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from support.common.kernel.db import db
from support.space.forum.reading import queries
from support.space.forum.reading.presenting import Reader, post_views
from tests.common.accounts.walking import Walker
from tests.people import Person, member
from tests.space.forum.published import Written, answer, board, quote, thread
from tests.space.forum.reading.conftest import reads, source

BODY, TITLE = "Marmalade on toast", "A title with marzipan"


def choosing(who: Person, **choices: str) -> Walker:
    """A reader who has kept these choices."""
    walker = reads(who).open("/reading")
    return walker.fill("/reading", **{f"note-{note}": choice for note, choice in choices.items()})


def noted(space: Flask, note: str = "grief") -> Written:
    """A thread with a note, which has waited longest."""
    return thread(member(space), title=TITLE, body=BODY, notes=(note,), code="good", on=date(2019, 1, 1))


def everywhere(walker: Walker, one: Written) -> str:
    """Every page on which the post could stand."""
    paths = (f"/threads/{one.thread_id}", f"/boards/{board(walker.app, 'good')}", "/unanswered", "/following")
    return "".join(source(walker, path) for path in paths)


def test_a_note_is_a_label_above_the_post(space: Flask) -> None:
    one = noted(space)
    page = reads(member(space)).open(f"/threads/{one.thread_id}")
    assert "Death and grief" in page.text
    assert BODY in page.text
    assert page.page.headings() == [TITLE]
    assert not list(page.page.all("main")[0].iter("details"))


@pytest.mark.parametrize("note", ["self_harm", "not_living"])
def test_what_is_heaviest_is_folded_at_first_and_opens_without_a_script(space: Flask, note: str) -> None:
    one = noted(space, note)
    page = reads(member(space)).open(f"/threads/{one.thread_id}").page
    folds = [" ".join("".join(fold.itertext()).split()) for fold in page.all("main")[0].iter("details")]
    assert len(folds) == 1
    assert BODY in folds[0]
    assert TITLE in folds[0]
    assert page.headings() == ["A thread with a note"]


def test_hidden_words_are_on_no_page(own_space: Flask) -> None:
    one = noted(own_space)
    walker = choosing(member(own_space), grief="hide")
    assert walker.path == "/reading"
    assert "Kept." in walker.text
    walker.open(f"/threads/{one.thread_id}").fill("/follow", press="on")
    text = everywhere(walker, one)
    assert BODY not in text
    assert TITLE not in text
    assert "Death and grief" in text
    assert "A thread with a note that you want hidden" in text


def test_a_hidden_post_has_no_words_before_any_template_sees_it(space: Flask) -> None:
    one, who = noted(space), member(space)
    with space.test_request_context("/en/"):
        row = queries.post(db.session(), one.id, who.id)
        hidden, shown = (post_views([row], Reader(who.id, {"grief": wish}), {}, {})[0] for wish in ("hide", "show"))
    assert (hidden.title, hidden.paragraphs) == ("", ())
    assert (shown.title, shown.paragraphs) == (TITLE, (BODY,))


def test_a_hidden_post_can_be_shown_once(space: Flask) -> None:
    one = noted(space)
    walker = choosing(member(space), grief="hide").open(f"/threads/{one.thread_id}")
    link = next(link.attrib["href"] for link in walker.page.links() if "show=" in link.attrib["href"])
    assert link.endswith(f"?p=1&show={one.id}#p-{one.id}")
    shown = walker.open(link.removeprefix("/en-GB").partition("#")[0])
    assert BODY in shown.text
    assert shown.page.headings() == [TITLE]
    assert BODY not in walker.open(f"/threads/{one.thread_id}").text


def test_showing_one_shows_no_other(space: Flask) -> None:
    one = noted(space)
    other = answer(member(space), one, "Jam as well", notes=("grief",))
    walker = choosing(member(space), grief="hide")
    text = source(walker, f"/threads/{one.thread_id}?show={other.id}")
    assert "Jam as well" in text
    assert BODY not in text
    for strange in ("x", "", "%00", f"{other.id},{one.id}"):
        assert BODY not in source(walker, f"/threads/{one.thread_id}?show={strange}")


def test_a_quote_does_not_bring_back_what_is_hidden(space: Flask) -> None:
    one = noted(space)
    other = thread(member(space))
    answer(member(space), other, "Look at this", quote=quote(one))
    text = source(choosing(member(space), grief="hide"), f"/threads/{other.thread_id}")
    assert "Look at this" in text
    assert BODY not in text
    assert "Death and grief" in text


def test_hidden_words_are_not_offered_for_quoting(space: Flask) -> None:
    one = noted(space)
    walker = choosing(member(space), grief="hide")
    assert walker.open(f"/posts/{one.id}/quote").path == f"/threads/{one.thread_id}"


def test_ones_own_words_are_never_hidden_from_oneself(space: Flask) -> None:
    who = member(space)
    one = thread(who, title=TITLE, body=BODY, notes=("grief",))
    assert BODY in choosing(who, grief="hide").open(f"/threads/{one.thread_id}").text


def test_choices_are_kept_and_shown_again(space: Flask) -> None:
    walker = choosing(member(space), grief="hide", self_harm="show")
    sent = walker.open("/reading").sent(walker.form("/reading"))
    assert (sent["note-grief"], sent["note-self_harm"], sent["note-sleep"]) == (["hide"], ["show"], ["show"])
    walker.fill("/reading", **{"note-grief": "fold"})
    sent = walker.open("/reading").sent(walker.form("/reading"))
    assert (sent["note-grief"], sent["note-self_harm"]) == (["fold"], ["show"])


def test_a_choice_that_does_not_exist_changes_nothing(space: Flask) -> None:
    walker = choosing(member(space), grief="hide")
    fields = walker.open("/reading").sent(walker.form("/reading"))
    walker.post("/reading", fields | {"note-grief": ["burn"], "note-nothing": ["hide"]})
    assert walker.open("/reading").sent(walker.form("/reading"))["note-grief"] == ["hide"]
    assert "note-nothing" not in walker.answer.text
