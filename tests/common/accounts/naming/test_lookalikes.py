"""Two names that a tired reader could take for each other share a key; other names do not (S74, UTS 39)."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support.common.accounts.naming.checking import NameRefused, check
from support.common.accounts.naming.lookalikes import skeleton
from support.config import ROOT

ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщыьэюя", "αβγδεζηθικλμνξοπρστυφχψω")
WORDS = st.sampled_from(ALPHABETS).flatmap(lambda alphabet: st.text(alphabet, min_size=4, max_size=12))
CYRILLIC_TWINS = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")


def key_of(raw: str) -> str | None:
    """The key; None where the name is refused."""
    try:
        return check(raw).key
    except NameRefused:
        return None


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bill", "BiII"), ("barn", "bam"), ("wave", "vvave"), ("clove", "dove"), ("oil", "0l1"), ("Quiet Owl", "quiet-owl"),
        ("O'Neil", "ONeil"), ("Zoë", "zoe"), ("đan", "dan"), ("øle", "ole"), ("Łuk", "luk"), ("Straße", "STRASSE"),
        ("ΒΟΒ", "BOB"), ("ВОВ", "BOB"), ("вов", "bob"), ("Сон", "СОН"), ("ya ya", "уа уа"), ("ёлка", "елка"), ("Νίκος", "ΝΙΚΟΣ"),
        ("علي", "علی"), ("كريم", "کریم"), ("أحمد", "احمد"), ("مُحَمَّد", "محمد"), ("فاطمة", "فاطمه"), ("می‌خواهم", "میخواهم"),
        ("שָׁלוֹם", "שלום"), ("हिन्दी", "हि\u200dन्दी"), ("タナカ", "夕ナカ"), ("ｶﾀﾅ", "カタナ"), ("Owl ٤٢", "Owl 42"), ("Keahiʻolu", "Keahiolu"),
    ],
)  # fmt: skip
def test_names_that_look_alike_share_a_key(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nest", "vest"), ("pun", "pyn"), ("Owl 42", "Owl 43"), ("bat", "cat"), ("Анна", "Инна"), ("Νίκος", "Νίνος"), ("सीता", "सेता"),
        ("राम", "रमा"), ("कमल", "कमला"), ("小明", "小红"), ("김민준", "김민지"), ("さくら", "さら"), ("دانا", "دارا"), ("נועה", "נועם"),
    ],
)  # fmt: skip
def test_names_that_differ_keep_different_keys(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(WORDS, st.data())
def test_a_variant_of_a_name_has_its_key_or_is_refused(word: str, data: st.DataObject) -> None:
    key = key_of(word)
    assume(key is not None)
    place = data.draw(st.integers(1, len(word) - 1))
    variants = {
        "capitals": word.upper(),
        "title": word.title(),
        "accents": unicodedata.normalize("NFC", word[:place] + "\u0301" + word[place:]),
        "zero width": word[:place]
        + data.draw(st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f"))
        + word[place:],
        "width": wide(word),
        "twins": word.translate(CYRILLIC_TWINS),
        "capital twins": word.upper().translate(CYRILLIC_TWINS),
        "separators": word[:place] + data.draw(st.sampled_from(" -'’.")) + word[place:],
        "digits": word[0] + word[1:].replace("o", "0").replace("l", "1"),
    }
    wrong = {kind: variant for kind, variant in variants.items() if key_of(variant) not in (key, None)}
    assert not wrong


@given(st.text())
def test_a_key_is_short_and_plain(text: str) -> None:
    key = skeleton(text)
    assert len(key) <= 64
    assert not [sign for sign in key if sign.isspace() or unicodedata.category(sign) in ("Cc", "Cs", "Cf")]


def test_another_process_makes_the_same_keys() -> None:
    names = ["Quiet Owl", "Надежда", "Νίκος", "علی", "नेहा", "小明"]
    code = f"from support.common.accounts.naming.lookalikes import skeleton; print(ascii([skeleton(n) for n in {names!r}]))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": "7", "PYTHONUTF8": "1"}, capture_output=True, text=True, check=True)  # fmt: skip
    assert said.stdout.strip() == ascii([skeleton(name) for name in names])
