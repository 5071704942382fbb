"""House rules for the look: what the committed, compiled sheets may and may not hold (S16, S98, S111, promise 1)."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
SHEETS = ("site.css", "site.rtl.css")
TEXT_ENDINGS = {".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"}
MAX_COMPRESSED_BYTES = 14 * 1024

TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
SURFACES = ("govuk-body-background-colour", "govuk-template-background-colour", "card", "sand", "band")
WORDS = (
    "govuk-text-colour",
    "govuk-secondary-text-colour",
    "govuk-link-colour",
    "govuk-link-hover-colour",
    "govuk-error-colour",
    "govuk-success-colour",
    "govuk-brand-colour",
)
PAIRS = [(words, surface, TEXT) for words in WORDS for surface in SURFACES] + [
    ("button-text", "button", TEXT),
    ("button-text", "button-hover", TEXT),
    ("exit-text", "exit", TEXT),
    ("exit-text", "exit-hover", TEXT),
    ("govuk-focus-text-colour", "govuk-focus-colour", TEXT),
    ("button", "govuk-body-background-colour", CONTROL),
    ("button", "card", CONTROL),
    ("exit", "govuk-body-background-colour", CONTROL),
    ("govuk-input-border-colour", "govuk-body-background-colour", CONTROL),
    ("govuk-input-border-colour", "card", CONTROL),
]
DARK = "screen and (prefers-color-scheme: dark)"
STRONG = "screen and (prefers-contrast: more)"
DARK_STRONG = "screen and (prefers-contrast: more) and (prefers-color-scheme: dark)"
THEMES = {
    "light": (),
    "dark": (DARK,),
    "light, more contrast": (STRONG,),
    "dark, more contrast": (DARK, STRONG, DARK_STRONG),
}


def sheet(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", block.replace(" ", "")))


def palette(theme: str, css: str) -> dict[str, str]:
    """Name to colour as a browser in that theme resolves it: the root block, then each matching media block."""
    root = re.search(r":root\{([^}]*)\}", css)
    assert root
    colours = variables(root[1])
    packed = css.replace(" ", "")
    for media in THEMES[theme]:
        block = re.search(re.escape(f"@media {media}{{:root{{".replace(" ", "")) + r"([^}]*)\}", packed)
        assert block, media
        colours |= variables(block[1])
    return colours


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb, 0 to 1 (WCAG 2.2)."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_files() -> Iterator[Path]:
    return (path for path in STATIC.rglob("*") if path.suffix in TEXT_ENDINGS)


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_loads_nothing_else(name: str) -> None:
    css = sheet(name)
    assert "url(" not in css
    assert "@import" not in css
    assert "@font-face" not in css
    assert "sourceMappingURL" not in css


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("mark", ["GDS", "crown", "crest", "gov.uk", "#1d70b8", "#003078", "#0b0c0c", "#ffdd00"])
def test_nothing_of_the_government_brand_is_left(name: str, mark: str) -> None:
    assert mark.lower() not in sheet(name).lower()


@pytest.mark.parametrize("name", SHEETS)
def test_a_visited_link_looks_like_any_other(name: str) -> None:
    # S16: the colour of a link would tell what was opened.
    css = sheet(name)
    assert ":visited" not in css
    assert ":link" not in css  # a rule for unvisited links only would tell it just as well
    assert re.search(r"[};]a\{color:var\(--govuk-link-colour\)", css)


def test_right_to_left_is_the_mirror_of_left_to_right() -> None:
    left, right = (re.findall(r"\bborder-(left|right):5px solid", sheet(name)) for name in SHEETS)
    assert left and right
    assert [{"left": "right", "right": "left"}[side] for side in left] == right


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_is_light(name: str) -> None:
    assert len((STATIC / f"{name}.gz").read_bytes()) <= MAX_COMPRESSED_BYTES


def test_every_text_file_has_its_compressed_twins() -> None:
    for path in text_files():
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == path.read_bytes(), path.name
        assert path.with_name(f"{path.name}.br").exists(), path.name


def test_brotli_twins_hold_the_same_bytes() -> None:
    brotli = pytest.importorskip("brotli", reason="the brotli package reads the .br files back")
    for path in text_files():
        assert brotli.decompress(path.with_name(f"{path.name}.br").read_bytes()) == path.read_bytes(), path.name


def test_no_compressed_file_without_its_source() -> None:
    for path in [*STATIC.rglob("*.gz"), *STATIC.rglob("*.br")]:
        assert path.with_suffix("").exists(), path.name


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(theme: str, front: str, back: str, least: float) -> None:
    colours = palette(theme, sheet("site.css"))
    assert contrast(colours[front], colours[back]) >= least


@pytest.mark.parametrize("theme", THEMES)
def test_only_the_exit_is_red(theme: str) -> None:
    for name, colour in palette(theme, sheet("site.css")).items():
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        is_red = red > 1.9 * green and red > 1.9 * blue
        assert not is_red or name.startswith("exit") or (name == "govuk-error-colour" and green > 2 * blue), name


@pytest.mark.parametrize(
    "media",
    [
        "prefers-color-scheme: dark",
        "forced-colors: active",
        "prefers-contrast: more",
        "prefers-reduced-motion: reduce",
        "@media print",
    ],
)
def test_the_reader_system_is_respected(media: str) -> None:
    assert media.replace(" ", "") in sheet("site.css").replace(" ", "")


def test_the_exit_is_never_hidden_on_a_screen() -> None:
    # S2: the only rule that hides it is the one for paper.
    css = sheet("site.css")
    hiding = re.findall(r"\.exit(?![\w-])[^{}]*\{[^}]*(?:display:none|visibility:hidden)[^}]*\}", css)
    assert len(hiding) == 1
    before = css[: css.index(hiding[0])]
    assert before[before.rindex("@media") :].startswith("@media print{")
    assert re.search(r"\.exit\{[^}]*position:fixed", css)
