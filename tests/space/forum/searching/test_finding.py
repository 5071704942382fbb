"""Searching a space: what is published and visible now, whatever the index still holds (invariants 1 and 11)."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from flask import Flask

from support.common.kernel import clock
from support.common.kernel.db import db
from support.space.forum.models import Thread
from support.space.forum.searching.index import index
from support.space.forum.searching.keeping import refresh
from tests.common.accounts.walking import HOME, TAG, Walker
from tests.people import Person, member, signed_in
from tests.space.forum.published import Written, answer, change, gone, thread

_letters = itertools.count(1)


def fresh_word() -> str:
    """A word that no other test uses."""
    return f"pebble{'abcdefghijklmnopqrstuvwxyz'[next(_letters) % 26]}{next(_letters)}"


def looks(who: Person, text: str) -> Walker:
    """Somebody searches."""
    return Walker(who.app, signed_in(who)).open("/search").fill(q=text)


def indexed(app: Flask) -> None:
    """The housekeeper has passed."""
    with app.app_context():
        refresh(db.session())


def hits(walker: Walker) -> set[str]:
    """The ids of the posts that are listed."""
    links = [link.attrib["href"] for link in walker.page.all("main")[0].iter("a")]
    return {link.rpartition("/")[2] for link in links if "/posts/" in link}


def found(app: Flask, text: str, *expected: Written) -> bool:
    """Whether a search lists exactly these."""
    return hits(looks(member(app), text)) == {str(one.id) for one in expected}


def test_titles_and_words_of_published_posts_are_found(space: Flask) -> None:
    word = fresh_word()
    one = thread(member(space), title=f"About {word}")
    other = answer(member(space), one, f"I know {word}, too")
    thread(member(space), title="Something else")
    indexed(space)
    assert found(space, word.upper(), one, other)
    assert found(space, f"{word} too", other)


def test_an_answer_is_not_found_when_what_it_answers_is_gone_before_the_index_knows(space: Flask) -> None:
    word = fresh_word()
    one = thread(member(space))
    answer(member(space), one, f"Below {word}")
    indexed(space)
    assert hits(looks(member(space), word))
    gone(one)
    assert found(space, word)


def test_a_change_is_found_by_its_new_words_only(space: Flask) -> None:
    before, after = fresh_word(), fresh_word()
    one = thread(member(space), body=before)
    indexed(space)
    change(one, after, title="A quiet week")
    indexed(space)
    assert found(space, before)
    assert found(space, after, one)


def test_a_waiting_change_is_not_found_and_the_old_words_still_are(space: Flask) -> None:
    before, after = fresh_word(), fresh_word()
    one = thread(member(space), body=before)
    change(one, after, title="A quiet week", waits=True)
    indexed(space)
    assert found(space, after)
    assert found(space, before, one)


def test_where_nothing_has_all_words_some_are_enough_and_the_page_says_so(space: Flask) -> None:
    word = fresh_word()
    one = thread(member(space), body=f"Only {word}")
    indexed(space)
    walker = looks(member(space), f"{word} {fresh_word()}")
    assert hits(walker) == {str(one.id)}
    assert "No post has all of your words" in walker.text
    assert "Nothing was found" in looks(member(space), fresh_word()).text


def test_muted_threads_are_left_out_and_hidden_notes_stay_hidden(space: Flask) -> None:
    word = fresh_word()
    muted = thread(member(space), body=f"Muted {word}")
    noted = thread(member(space), body=f"Noted {word} marmalade", notes=("grief",))
    indexed(space)
    who = member(space)
    walker = Walker(space, signed_in(who))
    walker.open(f"/threads/{muted.thread_id}").fill(f"{muted.thread_id}/mute", press="on")
    walker.open("/reading").fill("/reading", **{"note-grief": "hide"})
    walker.open("/search").fill(q=word)
    assert hits(walker) == {str(noted.id)}
    assert "marmalade" not in walker.text
    assert "A post with a note that you want hidden" in walker.text


def test_results_have_pages_that_end(space: Flask) -> None:
    word, writer = fresh_word(), member(space)
    one = thread(writer)
    for _ in range(21):
        answer(writer, one, f"Many {word}")
    indexed(space)
    walker = looks(member(space), word)
    token = walker.hops[-1].partition("s=")[2]
    pages = [hits(walker.open(f"/search?s={token}&p={number}")) for number in (1, 2)]
    assert [len(one) for one in pages] == [20, 1]
    assert not pages[0] & pages[1]
    assert walker.open(f"/search?s={token}&p=3").status == 404


def test_words_travel_sealed_and_stand_in_no_address_title_or_header(space: Flask) -> None:
    word = fresh_word()
    walker = Walker(space, signed_in(member(space))).open("/search").fill(q=word, follow=False)
    where = walker.answer.headers["Location"]
    page = walker.client.get(where, base_url=HOME)
    assert word not in where
    assert word not in str(page.headers)
    assert page.text.count(word) == 1  # in the field, where it can be changed


def test_a_search_opens_for_its_own_sign_in_and_not_for_ever(space: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = member(space)
    mine = Walker(space, signed_in(who)).open("/search").fill(q="kettle", follow=False)
    where = mine.answer.headers["Location"]
    assert mine.client.get(where, base_url=HOME).status_code == 200
    for other in (signed_in(who), signed_in(member(space))):
        assert other.get(where, base_url=HOME).status_code == 400
    assert mine.client.get(where[:-1], base_url=HOME).status_code == 400
    assert mine.client.get(f"{TAG}/search?s=", base_url=HOME).status_code == 400
    later = clock.now
    with space.app_context():
        moment = later() + timedelta(seconds=3601)
    client = signed_in(who)
    monkeypatch.setitem(space.config, "CLOCK", moment - timedelta(seconds=3601))
    walker = Walker(space, client).open("/search").fill(q="kettle", follow=False)
    for minute in range(20, 80, 20):
        monkeypatch.setitem(space.config, "CLOCK", moment - timedelta(seconds=3601 - 60 * minute))
        client.get(f"{TAG}/boards", base_url=HOME)
    monkeypatch.setitem(space.config, "CLOCK", moment)
    assert client.get(walker.answer.headers["Location"], base_url=HOME).status_code == 410


@pytest.mark.parametrize("typed", ["", "   ", "…", "\u202e", "a" * 5000, "' OR 1=1 --", '"title:x"', "term:abc AND *"])
def test_whatever_is_typed_is_answered(space: Flask, typed: str) -> None:
    indexed(space)
    assert looks(member(space), typed).status == 200


def test_without_an_index_the_page_says_so_and_the_housekeeper_mends_it(own_space: Flask) -> None:
    word = fresh_word()
    one = thread(member(own_space), body=word)
    assert looks(member(own_space), word).status == 503
    indexed(own_space)
    assert found(own_space, word, one)
    with own_space.app_context():
        for damaged in index().folder.iterdir():
            if damaged.is_file():
                damaged.unlink()
    indexed(own_space)
    assert found(own_space, word, one)


def test_a_found_post_whose_thread_row_says_hidden_needs_no_trust_in_that_row(space: Flask) -> None:
    """Only publications count: a thread's row that lags behind shows nothing more."""
    word = fresh_word()
    one = thread(member(space))
    other = answer(member(space), one, word)
    indexed(space)
    gone(one)
    with space.app_context():
        db.session.get_one(Thread, one.thread_id).shown = True
        db.session.commit()
    assert found(space, word)
    assert other.id


def test_a_search_does_not_tell_whether_a_hidden_answer_has_the_words(space: Flask) -> None:
    secret, common = fresh_word(), fresh_word()
    opening = thread(member(space))
    answer(member(space), opening, f"{secret} {common}")
    other = thread(member(space), body=f"Only {common}.")
    gone(opening)
    indexed(space)
    assert found(space, f"{secret} {common}", other)
    assert found(space, f"{fresh_word()} {common}", other)
