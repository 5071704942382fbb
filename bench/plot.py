"""Bars as a plain SVG, readable in light and dark, each with its number and words beside the colour."""

from __future__ import annotations

from html import escape

from bench.report import Plot

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 760, 360, 60, 64, 56
COLOURS = ("#1d70b8", "#b58840", "#00703c", "#7a4a8c")
LINE = "#b4231f"
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#333}"
    ".t{font-weight:600;font-size:15px}.s{font-size:11px}line{stroke:#999}"
    f".b{{stroke:{LINE};stroke-dasharray:6 4}}.r{{fill:{LINE};font-size:11px}}"
    f"@media(prefers-color-scheme:dark){{text{{fill:#ddd}}.b{{stroke:#ff8a80}}.r{{fill:#ff8a80}}}}"
)


def svg(plot: Plot) -> str:
    """The drawing of a plot."""
    most = max([value for values in plot.series.values() for value in values] + list(plot.lines.values())) * 1.12 or 1.0
    scale = (HEIGHT - TOP - BOTTOM) / most
    floor = HEIGHT - BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(plot.title)}">',
        f"<style>{STYLE}</style>",
        f'<text class="t" x="{LEFT}" y="22">{escape(plot.title)}</text>',
        *_legend(list(plot.series)),
        *_bars(plot, scale, floor),
        f'<line x1="{LEFT}" y1="{floor}" x2="{WIDTH - 10}" y2="{floor}"/>',
    ]
    for words, value in plot.lines.items():
        y = floor - value * scale
        parts.append(f'<line class="b" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - 10}" y2="{y:.1f}"/>')
        parts.append(
            f'<text class="r" x="{WIDTH - 12}" y="{y - 4:.1f}" text-anchor="end">{escape(words)}: {value:g}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _legend(names: list[str]) -> list[str]:
    step = (WIDTH - LEFT) / max(len(names), 1)
    return [
        f'<rect x="{LEFT + n * step:.0f}" y="36" width="12" height="12" fill="{COLOURS[n % len(COLOURS)]}"/>'
        f'<text x="{LEFT + 18 + n * step:.0f}" y="47">{escape(name)}</text>'
        for n, name in enumerate(names)
    ]


def _bars(plot: Plot, scale: float, floor: float) -> list[str]:
    group = (WIDTH - LEFT - 20) / len(plot.groups)
    bar = min(60.0, group * 0.8 / len(plot.series))
    parts = []
    for g, name in enumerate(plot.groups):
        middle = LEFT + group * (g + 0.5)
        for line, words in enumerate(_wrapped(name)):
            parts.append(
                f'<text class="s" x="{middle:.0f}" y="{floor + 18 + 14 * line:.0f}" text-anchor="middle">{escape(words)}</text>'
            )
        for n, values in enumerate(plot.series.values()):
            x = middle + (n - len(plot.series) / 2) * bar
            high = max(1.0, values[g] * scale)
            parts.append(
                f'<rect x="{x:.1f}" y="{floor - high:.1f}" width="{bar - 3:.1f}" height="{high:.1f}"'
                f' fill="{COLOURS[n % len(COLOURS)]}"/>'
                f'<text class="s" x="{x + bar / 2:.1f}" y="{floor - high - 4:.1f}" text-anchor="middle">'
                f"{_short(values[g])}</text>"
            )
    return parts


def _wrapped(name: str, most: int = 28) -> list[str]:
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:3]


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
