"""How numbers are shown and dialled: as the country writes them at home, carefully from elsewhere."""

from __future__ import annotations

import pytest

from support.common.crisis.dialling import Number, number, plain_note, text_line


@pytest.mark.parametrize(
    ("phone", "country", "reader", "note", "text", "href"),
    [
        ("+441632960123", "GB", "GB", "", "01632 960123", "tel:01632960123"),
        ("+441632960123", "GB", "FR", "", "+44 1632 960123", "tel:+441632960123"),
        ("+441632960123", "GB", "", "", "+44 1632 960123", "tel:+441632960123"),
        ("+441632960123", "GB", "GB", "Dial 0163 2960 123 in GB", "0163 2960 123", "tel:01632960123"),
        ("+61139276", "AU", "AU", "Dial 13 92 76 in AU", "13 92 76", "tel:139276"),
        ("116111", "AE", "AE", "", "116 111", "tel:116111"),
        ("310-1818", "CA", "CA", "", "310-1818", "tel:3101818"),
    ],
)
def test_numbers(phone: str, country: str, reader: str, note: str, text: str, href: str) -> None:
    shown = number(phone, country, reader, note)
    assert (shown.text, shown.href) == (text, href)


@pytest.mark.parametrize("phone", ["*4141", "#8891"])
def test_signs_that_phones_take_for_commands_are_never_linked(phone: str) -> None:
    assert number(phone, "JP", "JP") == Number(phone, "", "JP")


def test_a_free_number_is_dialled_as_at_home_and_says_where_it_works() -> None:
    shown = number("+448000000000", "GB", "DE", "Dial 0800 000 000 in GB")
    assert shown.inside_only == "GB"


@pytest.mark.parametrize(
    ("sms", "text", "href", "word", "whatsapp"),
    [
        ("85258", "85258", "sms:85258", "", False),
        ("741741 (text HOME)", "741741", "sms:741741", "HOME", False),
        ("233733 (BEFREE)", "233733", "sms:233733", "BEFREE", False),
        ("+441632960124 (WhatsApp)", "+44 1632 960124", "https://wa.me/441632960124", "", True),
    ],
)
def test_text_lines(sms: str, text: str, href: str, word: str, whatsapp: bool) -> None:
    line = text_line(sms, "GB", "GB")
    assert line is not None
    assert (line.text, line.href, line.word, line.whatsapp) == (text, href, word, whatsapp)


def test_no_text_line() -> None:
    assert text_line("", "GB", "GB") is None
    assert text_line("see the site", "GB", "GB") is None


def test_notes_lose_only_the_way_of_writing() -> None:
    assert plain_note("Dial 0800 1111 in GB") == ""
    assert plain_note("Dial 0800 1111 in GB. Also 116 111") == "Also 116 111"
    assert plain_note("Not for emergencies: dial 911.") == "Not for emergencies: dial 911."


@pytest.mark.parametrize(
    ("phone", "country", "reader"), [("113", "NL", "NO"), ("110", "JO", "DE"), ("988", "US", "NZ")]
)
def test_a_short_code_is_not_tapped_in_another_country(phone: str, country: str, reader: str) -> None:
    """The same digits reach somebody else there: an ambulance, the police, a stranger."""
    assert number(phone, country, reader).href == ""
    assert number(phone, country, country).href == f"tel:{phone}"
    line = text_line(phone, country, reader)
    assert line is not None
    assert line.href == ""


def test_a_free_number_is_dialled_with_its_country_from_abroad() -> None:
    assert number("+498002255530", "DE", "GB", "Dial 0800 22 55 530 in DE").href == "tel:+498002255530"
    assert number("+498002255530", "DE", "DE", "Dial 0800 22 55 530 in DE").href == "tel:08002255530"
