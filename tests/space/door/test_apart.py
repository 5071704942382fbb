"""In no language does a space say words by which its reader would learn of the other (promise 5)."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import SPACES, browser
from tests.rules.page import parsed, words
from tests.space.door.test_texts import AROUND, OF_ANY_OTHER, OF_THE_OTHER, PATHS

SPANISH_OF_THE_OTHER = {
    "survivors": (
        "prevenc", "preveni", "atracc", "compromiso", "no han hecho daño", "no has hecho daño", "no he hecho daño",
        "los hechos", "no desea", "no la desea", "mantenerse firme", "fantas", "orchard",
    ),
    "prevention": (
        "sobreviv", "superviv", "sufrieron abuso sexual", "sufriste abuso", "te hicieron", "te hizo daño", "culpa tuya",
        "tu culpa", "recuerdos", "vivieron lo mismo", "harbour",
    ),
}  # fmt: skip
SPANISH_OF_ANY_OTHER = ("otro espacio", "otros espacios", "ambos espacios", "los dos espacios", "espacios", "otro foro")
TELLING = {"en": (OF_THE_OTHER, OF_ANY_OTHER), "es": (SPANISH_OF_THE_OTHER, SPANISH_OF_ANY_OTHER)}
WHERE = [(part, path) for part in SPACES for path in (*PATHS[part], *AROUND)]


@pytest.mark.parametrize("language", TELLING)
@pytest.mark.parametrize(("part", "path"), WHERE)
def test_neither_space_speaks_of_the_other(part: str, path: str, language: str, doors: dict[str, Flask]) -> None:
    page = parsed(browser(doors[part]).get(f"/{language}-GB{path}", base_url="https://localhost").data)
    text = words(page.root)
    for element in [*page.all("ul"), page.band()]:  # services are named as they name themselves
        if element is not None and (element is page.band() or "listings" in element.attrib.get("class", "")):
            text = text.replace(words(element), " ")
    own, any_other = TELLING[language]
    found = [word for word in (*own[part], *any_other) if word in text.lower()]
    assert not found, f"{part}{path} in {language} says {found}"
