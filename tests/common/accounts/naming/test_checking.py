"""Which names are taken, which are refused and why, and what is only asked about (S33, S73, S74)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.common.accounts.naming.checking import DOUBTS, REASONS, Name, NameRefused, check, doubts
from support.common.accounts.naming.wordlists import lines_of
from support.common.kernel.errors import DomainError

LETTERS = st.text(st.characters(categories=["L", "M", "Nd", "Cf", "Zs", "Pd", "Po", "Cs", "So"]), max_size=40)


def reason_against(raw: str) -> str:
    """The reason that a name is refused for; empty where it is taken."""
    try:
        check(raw)
    except NameRefused as refused:
        return refused.reason
    return ""


@pytest.mark.parametrize(
    "name",
    [
        "Quiet Kestrel", "José", "Zoë", "O'Brien", "O’Brien", "Jean-Luc", "J. R. Fern", "Nguyễn", "Łukasz", "Þóra", "Owl 42",
        "Анна", "Тимофей", "Ольга Речная", "Νίκος", "Ελένη", "مریم", "علی رضا", "می‌خواهم", "عبد الله", "فاطمه",
        "דוד כהן", "צ׳רלי", "राम", "सीता", "प्रिया शर्मा", "অমিত", "কবিতা", "கவிதா", "小明", "王芳", "李娜", "さくら", "佐藤さくら",
        "タナカ", "김민준", "สมชาย", "ნინო", "Արամ", "አበበ", "Keahiʻolu",
    ],
)  # fmt: skip
def test_everyday_names_of_every_script_are_taken_as_they_are(name: str) -> None:
    assert check(name).shown == name
    assert 0 < len(check(name).key) <= 64


@pytest.mark.parametrize("name", lines_of("given_names.txt"))
def test_no_given_name_sounds_like_staff(name: str) -> None:
    assert reason_against(name if len(name) > 2 else f"{name} Owl") == ""


@pytest.mark.parametrize(
    "name",
    [
        "Steam", "Stafford", "Mood", "Modest Owl", "Model", "Timo", "Tim", "Leadbeater", "Badminton", "Roots", "Torpedo",
        "Admiral", "Командор", "Модест", "Punto de luz", "Call me Ishmael", "St. Ives", "Seven Swans", "Big Mall", "Vernal Pebble",
    ],
)  # fmt: skip
def test_a_harmless_name_is_not_refused_for_what_it_resembles(name: str) -> None:
    assert reason_against(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "admin", "аdmin", "Αdmin", "m0derator", "ＭＯＤ", "Mo de ra tor", "ｓｔаff", "M.O.D.", "m o d", "Kind m o d", "mod team",
        "The Mods", "OurStaff", "Admin123", "St4ff", "The 4dm1n", "Big admin", "ad7min", "addmin", "moderatorr", "rnoderator",
        "a\u200bdmin", "a\uffa0dmin", "ad\u202emin", "ad\u00admin", "ádmïn", "𝕒𝕕𝕞𝕚𝕟", "ᴀᴅᴍɪɴ", "Stillwater", "stiIIwater",
        "Still Water Help", "Lead", "Support", "equipo", "Moderadora", "administración", "Modérateur", "Mitarbeiterin",
        "модератор", "МОДЕРАТОР", "Команда сайта", "адмін", "Διαχειριστής", "مشرف", "المشرف", "الإدارة", "مدیر", "מנהל",
        "צוות האתר", "एडमिन", "ผู้ดูแลระบบ", "관리자", "管理员", "版主小王", "公式", "Yönetici",
    ],
)  # fmt: skip
def test_staff_words_are_reserved_in_spite_of_disguises(name: str) -> None:
    assert reason_against(name) == "reserved"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "signs"), ("ab", "too_short"), ("A b", "too_short"), ("A" * 31, "too_long"), ("x" * 10_000, "too_long"),
        ("12 owls", "signs"), ("-owl", "signs"), ("owl--owl", "signs"), ("owl_owl", "signs"), ("owl 12345", "signs"),
        ("🙂🙂🙂", "signs"), ("owl🙂", "signs"), ("o" + "\u0301" * 500, "signs"), ("\u0301" * 500, "signs"), ("\ud800", "signs"),
        ("\x00", "signs"), ("\u202e", "signs"), ("\u3164\u3164\u3164", "signs"), ("owl\u2800", "signs"),
        ("Кестрel", "mixed_scripts"), ("Owl王芳", "mixed_scripts"), ("שaלום", "mixed_scripts"), ("ΔΔΔБ", "mixed_scripts"),
        ("owl@mail.example", "contact"), ("@owl", "contact"), ("https://owl", "contact"), ("www owl", "contact"),
        ("owl.com", "contact"), ("owl . com", "contact"), ("ｏｗｌ．ｃｏｍ", "contact"), ("owl at mail dot com", "contact"),
        ("búho arroba correo punto es", "contact"), ("owl gmail", "contact"), ("g m a i l owl", "contact"), ("owlgmail", "contact"), ("t.me/owl", "contact"),
        ("wh4tsapp owl", "contact"), ("01632 960001", "contact"), ("٠١٦٣٢٩٦٠٠٠١", "contact"), ("one six three two", "contact"),
        ("text me", "contact"), ("Victim", "unkind"), ("v1ctim", "unkind"), ("víctima", "unkind"), ("жертва", "unkind"),
        ("an offender", "unkind"), ("受害者", "unkind"),
    ],
)  # fmt: skip
def test_every_other_refusal_has_its_reason(name: str, reason: str) -> None:
    assert reason_against(name) == reason


def test_a_refusal_is_a_domain_error_that_a_form_can_answer() -> None:
    assert issubclass(NameRefused, DomainError)
    assert NameRefused.status == 422


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  Quiet   Owl ", "Quiet Owl"), ("Ｑｕｉｅｔ", "Quiet"), ("Qu\u200biet", "Quiet"), ("Owl\ud800", "Owl"), ("a\x00bc", "a bc"),
        ("ﬁnch", "finch"), ("Qui\u200det", "Quiet"), ("و\u200cه\u200cب", "و\u200cه\u200cب"), ("Zoe\u0308", "Zoë"),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_taken_out(raw: str, shown: str) -> None:
    assert check(raw).shown == shown


@given(st.one_of(st.text(max_size=60), LETTERS))
def test_any_text_gives_a_name_or_a_clean_refusal(raw: str) -> None:
    try:
        name = check(raw)
    except NameRefused as refused:
        assert refused.reason in REASONS
        return
    assert 0 < len(name.shown) <= 30
    assert 0 < len(name.key) <= 64
    assert check(name.shown) == name
    assert set(doubts(name)) <= set(DOUBTS)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Anna Smith", ("like_a_real_name",)), ("José García", ("like_a_real_name",)), ("JOSÉ GARCÍA", ("like_a_real_name",)),
        ("Anna Smith 1987", ("like_a_real_name", "has_a_year")), ("Anna", ()), ("anna smith", ()), ("Quiet Owl", ()),
        ("Owl 1930", ("has_a_year",)), ("Owl 2015", ("has_a_year",)), ("Owl 1929", ()), ("Owl 2016", ()), ("Owl 87", ()),
    ],
)  # fmt: skip
def test_some_names_are_asked_about(name: str, asked: tuple[str, ...]) -> None:
    assert doubts(check(name)) == asked


def test_doubts_do_not_need_a_check_again() -> None:
    assert doubts(Name("Owl ١٩٨٧", "owl1987")) == ("has_a_year",)
