"""Writes SVG. Colours are ``currentColor``, so that a drawing follows the theme; no style attribute (safety.md S60)."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

TEXT_SIZE = 11


def element(name: str, inside: Iterable[Markup] | str = "", /, **attributes: object) -> Markup:
    """One element. ``stroke_width=1`` becomes ``stroke-width="1"``; numbers are rounded to a tenth; text is escaped."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{_written(value)}"' for key, value in attributes.items())
    body = escape(inside) if isinstance(inside, str) else Markup("").join(inside)
    return Markup(f"<{name}{written}>{body}</{name}>")  # noqa: S704  # names are ours, values and text are escaped


def text(x: float, y: float, words: str, anchor: str = "middle") -> Markup:
    """A label."""
    return element("text", words, x=x, y=y, text_anchor=anchor, font_size=TEXT_SIZE, fill="currentColor")


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> Markup:
    """A straight line, thin unless ``stroke_width`` says otherwise."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="currentColor", **({"stroke_width": 1} | attributes))


def box(x: float, y: float, width: float, height: float, **attributes: object) -> Markup:
    """A rectangle; empty inside unless ``fill`` says otherwise."""
    return element("rect", x=x, y=y, width=width, height=max(0.0, height), **({"fill": "none"} | attributes))


def hatch(name: str, size: int = 5) -> Markup:
    """A pattern of slanting lines, to fill with ``url(#name)``."""
    slant = element("path", d=f"M0 {size}L{size} 0", stroke="currentColor", stroke_width=1, fill="none")
    return element("pattern", [slant], id=name, width=size, height=size, patternUnits="userSpaceOnUse")


def diamond(x: float, y: float, size: float) -> Markup:
    """A hollow square on its corner."""
    corners = f"M{_n(x - size)} {_n(y)}L{_n(x)} {_n(y - size)}L{_n(x + size)} {_n(y)}L{_n(x)} {_n(y + size)}Z"
    return element("path", d=corners, fill="none", stroke="currentColor", stroke_width=1.5)


def path(points: Iterable[tuple[float, float]]) -> Markup:
    """A line through all points."""
    steps = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    return element("path", d=f"M{steps}", fill="none", stroke="currentColor", stroke_width=2)


def picture(name: str, title: str, description: str, width: int, height: int, inside: Iterable[Markup]) -> Markup:
    """The whole drawing: an image with a name and a description for those who hear the page."""
    said = [element("title", title, id=f"{name}-title"), element("desc", description, id=f"{name}-desc")]
    return element(
        "svg", [*said, *inside], viewBox=f"0 0 {width} {height}", role="img", class_="figure__drawing",
        aria_labelledby=f"{name}-title", aria_describedby=f"{name}-desc", focusable="false",
    )  # fmt: skip


def _written(value: object) -> str:
    return _n(value) if isinstance(value, float) else str(escape(value))


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
