"""What six people came for, and whether they get it: with and without script, on a small phone."""

from __future__ import annotations

import re

from babel.support import Translations

from support.common.crisis import bundled
from tests.browser.conftest import OpenReader
from tests.browser.searching import can_be_dialled, cards, every_card, fill_in, left_no_word, press, send
from tests.browser.serving import ROOT

OWN_THOUGHTS = "Somebody worried about their own sexual thoughts or behaviour"
HURT = "Somebody who was sexually abused, as a child or later"
SURVIVOR, OWN = "survivor", "person_with_unwanted_attractions"  # as the bundled file says it


def only_for(audience: str, *, and_not: str) -> set[str]:
    """The names of the bundled services that are for the one and not for the other."""
    every = bundled.services(bundled.DATA / "services.csv")
    return {service.name for service in every if audience in service.audience and and_not not in service.audience}


def test_somebody_in_leeds_finds_a_line_that_is_open_now(open_reader: OpenReader, script: bool) -> None:
    reader = open_reader(script=script, locale="en-GB")
    page = reader.visit("/")
    press(reader, "I was hurt")
    fill_in(reader, Near="Leeds", tick=("Phone call", "Open now"))
    send(reader)
    assert "Near Leeds" in page.locator(".search__results").inner_text()
    found = every_card(reader)
    lines = [card for card in found if card.name.startswith("24/7 Rape and Sexual Abuse Support Line")]
    assert lines and "tel:08085002222" in lines[0].links
    assert all("Open" in card.words and "Hours not confirmed" not in card.words for card in found)
    assert all(any(link.startswith("tel:") for link in card.links) for card in found)
    assert {card.name for card in found} & only_for(OWN, and_not=SURVIVOR) == set()
    can_be_dialled(page)
    left_no_word(reader, "leeds", "hurt", "abuse", "survivor")


def test_a_man_in_texas_finds_support_for_men(open_reader: OpenReader, script: bool) -> None:
    for near in ("Texas", "Austin, TX"):
        reader = open_reader(script=script, locale="en-US")
        page = reader.visit("/en-US/directory")
        fill_in(reader, Near=near, choose={"Who is the help for?": HURT, "Who is the person?": "Men"})
        send(reader)
        assert "Texas" in page.locator(".search__results").inner_text()
        found = every_card(reader)
        said = [card.words.partition("For: ")[2].partition("\n")[0].split(", ") for card in found]
        assert any("Men" in people for people in said)
        assert not [
            card.name for card, people in zip(found, said, strict=True) if "Women" in people and "Men" not in people
        ]
        assert "Men" in said[0], f"the first is not for men: {found[0].name}"
        can_be_dialled(page)
        left_no_word(reader, "texas", "austin", "men ")


def test_somebody_worried_about_their_thoughts_in_germany(open_reader: OpenReader, script: bool) -> None:
    reader = open_reader(script=script, locale="en-DE")
    page = reader.visit("/")
    press(reader, "I am worried about my own thoughts")
    found = cards(reader)
    names = [card.name for card in found]
    assert page.get_by_role("link", name="Next page").count() == 0
    assert "Kein Täter werden" in names and "Troubled Desire" in names
    assert set(names) & only_for(SURVIVOR, and_not=OWN) == set()
    page.get_by_role("link", name="Kein Täter werden", exact=True).click()
    page.wait_for_url(re.compile(r"/directory/[0-9a-f-]{36}$"))
    reader.checked()
    facts = page.locator("dl.facts").inner_text()
    assert "medical confidentiality" in facts and re.search(r"without a name\?\s+Yes", facts)
    assert page.locator(
        ".contact a[href^='https://kein-taeter-werden.de'], .contact a[href^='https://www.kein-taeter-werden.de']"
    ).count()
    left_no_word(reader, "thought", "behaviour", "täter", "taeter", "worried")


def test_somebody_deaf_finds_text_and_chat(open_reader: OpenReader, script: bool) -> None:
    reader = open_reader(script=script, locale="en-US")
    page = reader.visit("/")
    assert page.locator(".band a[href^='sms:'], .band a:has-text('Chat'), .band a:has-text('Text')").count()
    page.get_by_role("link", name="Find help").first.click()
    page.wait_for_url("**/directory")
    press(reader, "Write instead of speaking")
    found = every_card(reader)
    assert len(found) > 5
    for card in found:
        ways = [link for link in card.links if link.startswith(("sms:", "https://wa.me/"))]
        assert ways or "Chat" in card.words, card.name
    assert any("sms:741741" in card.links for card in found)
    can_be_dialled(page)
    left_no_word(reader, "text", "chat", "deaf")


def test_a_parent_in_madrid_finds_the_line_for_children(open_reader: OpenReader, script: bool) -> None:
    reader = open_reader(script=script, locale="en-ES")
    page = reader.visit("/en-ES/directory")
    fill_in(reader, Near="Madrid", choose={"Who is the person?": "Children"})
    send(reader)
    found = {card.name: card for card in every_card(reader)}
    numbers = {link for card in found.values() for link in card.links if link.startswith("tel:")}
    assert "Teléfono ANAR" in found and "116 111 Child helpline" in found
    assert {"tel:900202010", "tel:116111"} & set(found["Teléfono ANAR"].links)
    assert "tel:116111" in numbers
    can_be_dialled(page)
    left_no_word(reader, "madrid", "child")


def test_a_reader_in_mexico_sees_what_there_is_and_that_nobody_confirmed_it(
    open_reader: OpenReader, script: bool
) -> None:
    """In Spanish, because that is what the browser asks for."""
    spanish = Translations.load(ROOT / "translations", ["es"]).gettext
    reader = open_reader(script=script, locale="es-MX")
    page = reader.visit("/")
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.locator(".band__country").inner_text() == "México"
    assert spanish("Exit this page") == "Salir de esta página" == page.locator("a.exit").inner_text()
    page.get_by_role("link", name=spanish("I need help now")).click()
    page.wait_for_url("**/now")
    reader.checked()
    assert "Aún no las hemos llamado" in page.locator("main").inner_text()
    assert page.locator("main a[href='tel:8009112000']").count()
    page.get_by_role("link", name=spanish("Find help")).first.click()
    page.wait_for_url("**/directory")
    assert page.locator("#country").input_value() == "MX"
    page.locator("form.search__form summary").click()
    send(reader, spanish("Show results"))
    found = cards(reader)
    assert any(card.name == "Línea de la Vida" for card in found)
    assert all(spanish("Not yet confirmed by us.") in card.words for card in found)
    page.get_by_role("link", name="Línea de la Vida", exact=True).click()
    page.wait_for_url(re.compile(r"/directory/[0-9a-f-]{36}$"))
    reader.checked()
    assert spanish("Not yet confirmed by us.") in page.locator(".source").inner_text()
    can_be_dialled(page)


def test_a_misspelt_place_is_put_right_with_one_tap(open_reader: OpenReader, script: bool) -> None:
    reader = open_reader(script=script)
    page = reader.visit("/en-GB/directory")
    fill_in(reader, Near="Leedz")
    send(reader)
    assert page.get_by_label("Near", exact=True).input_value() == "Leedz"
    page.get_by_role("button", name=re.compile(r"^Leeds, England")).click()
    page.wait_for_load_state()
    reader.checked()
    assert reader.last_status == 200
    assert "Near Leeds" in page.locator(".search__results").inner_text()
    left_no_word(reader, "leed")


def test_the_search_can_be_used_with_the_keyboard_alone(open_reader: OpenReader, script: bool) -> None:
    reader = open_reader(script=script)
    page = reader.visit("/en-GB/directory")
    page.reload()
    tab_to(page, "#q")
    page.keyboard.type("samaritans")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?s="))
    reader.checked()
    page.reload()
    tab_to(page, ".listing h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/directory/[0-9a-f-]{36}$"))
    reader.checked()
    assert page.locator("h1").inner_text() == "Samaritans"
    page.reload()
    tab_to(page, "main a[href='tel:116123']")
    left_no_word(reader, "samaritans")


def tab_to(page, selector: str) -> None:  # type: ignore[no-untyped-def]  # a page of Playwright
    """Press Tab until the thing has the focus; it must then be in view, with nothing on top of it, and marked."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            break
    focused = page.locator(":focus")
    assert focused.evaluate("(e, wanted) => e.matches(wanted)", selector), f"the keyboard does not reach {selector}"
    assert focused.evaluate(
        "e => { const b = e.getBoundingClientRect();"
        " return e.contains(document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2)); }"
    ), f"{selector} has the focus and is hidden"
    assert focused.evaluate(
        "e => { const s = getComputedStyle(e);"
        " return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'; }"
    ), f"{selector} does not show that it has the focus"
