"""Names that we offer: calm words, every one of them fit to be a name, drawn by chance and not in use (S33)."""

from __future__ import annotations

import itertools

import pytest

from support.common.accounts.naming.checking import check, doubts
from support.common.accounts.naming.suggesting import suggestions, vocabulary
from support.common.accounts.naming.wordlists import lines_of
from support.common.kernel.text import fold
from tests.rules.topic_words import topic_words_in

LANGUAGES = {"en": 250, "es": 200}
PLANTS_AND_WATERS_THAT_ARE_NAMES = """
    alba amber aurora basil blanca celeste clara coral crystal daisy dalia dawn estrella flor forest glen hazel heather holly
    iris isla ivy jade jasmine jay juniper laurel lily luna luz marina marigold martin merlin nieves olive paloma pearl perla
    poppy raven reed river robin rocio rosa rosario rose rowan ruby sage selena serena sky sol summer violet violeta willow wren
"""


def nobody(_keys: set[str]) -> set[str]:
    return set()


def words(language: str) -> set[str]:
    said = vocabulary(language)
    return {noun for noun, _gender in said.nouns} | set(itertools.chain(*said.adjectives.values()))


@pytest.mark.parametrize(("language", "least"), LANGUAGES.items())
def test_there_are_enough_words(language: str, least: int) -> None:
    said = vocabulary(language)
    assert len({noun for noun, _gender in said.nouns}) == len(said.nouns) >= least
    for forms in said.adjectives.values():
        assert len(set(forms)) == len(forms) >= least


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_a_given_name_or_tells_the_topic(language: str) -> None:
    names = {fold(name) for name in lines_of("given_names.txt")} | set(PLANTS_AND_WATERS_THAT_ARE_NAMES.split())
    assert not {word for word in words(language) if fold(word) in names or topic_words_in(word)}
    assert not words(language) & {"harbour", "orchard", "puerto", "huerto"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_can_stand_in_a_name(language: str) -> None:
    said = vocabulary(language)
    adjectives = {gender: itertools.cycle(forms) for gender, forms in said.adjectives.items()}
    pairs = [(noun, next(adjectives[gender])) for noun, gender in said.nouns]
    pairs += [(said.nouns[0][0], form) for forms in said.adjectives.values() for form in forms]
    for noun, adjective in pairs:
        shown = f"{noun.capitalize()} {adjective}" if said.noun_first else f"{adjective} {noun}".title()
        assert check(shown).shown == shown
        assert not doubts(check(shown))


def test_spanish_words_agree() -> None:
    said = vocabulary("es")
    assert {"garza", "nube"} <= {noun for noun, gender in said.nouns if gender == "f"}
    assert {"delfín", "sauce"} <= {noun for noun, gender in said.nouns if gender == "m"}
    assert {"tranquilo", "soñador", "azul", "feliz"} <= set(said.adjectives["m"])
    assert {"tranquila", "soñadora", "azul", "feliz"} <= set(said.adjectives["f"])
    assert len(said.adjectives["m"]) == len(said.adjectives["f"])


@pytest.mark.parametrize("language", [*LANGUAGES, "fr", "ar"])
def test_suggestions_are_different_names_in_number(language: str) -> None:
    offered = suggestions(language, 20, nobody)
    assert len({name.key for name in offered}) == 20
    assert all(check(name.shown) == name for name in offered)


def test_each_time_others_are_offered() -> None:
    assert suggestions("en", 10, nobody) != suggestions("en", 10, nobody)


def test_names_in_use_are_not_offered() -> None:
    asked = set[str]()

    def every_second(keys: set[str]) -> set[str]:
        asked.update(keys)
        return {key for key in keys if len(key) % 2}

    offered = suggestions("es", 30, every_second)
    assert len(offered) == 30
    assert {name.key for name in offered} <= asked
    assert not any(len(name.key) % 2 for name in offered)


def test_a_number_helps_where_every_pair_is_in_use() -> None:
    offered = suggestions("en", 5, lambda keys: {key for key in keys if key.isalpha()})
    assert len(offered) == 5
    assert all(name.shown.split()[-1].isdecimal() for name in offered)


def test_where_everything_is_in_use_it_ends() -> None:
    assert suggestions("en", 5, lambda keys: keys) == []
