"""Lines against the number of documents, both axes logarithmic, as SVG."""

from __future__ import annotations

import dataclasses
import html
import math
from collections.abc import Iterator, Mapping, Sequence

WIDTH, HEIGHT = 420, 360
LEFT, RIGHT, TOP, BOTTOM = 62, 118, 34, 44

COLOURS = ("#1f4e79", "#b5541c", "#3f7d4e", "#7a4a86", "#8a6d1d", "#5c5c5c", "#a8325e")

STYLE = (
    "text{font:12px sans-serif;fill:#333}.title{font-weight:bold}.grid{stroke:#ddd}"
    ".line{fill:none;stroke-width:2}.name{font-size:11px}"
)

Points = Sequence[tuple[float, float]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A drawing: its title, and the points of each line, by name; all numbers are greater than 0."""

    title: str
    lines: Mapping[str, Points]


def svg(panels: Sequence[Panel], *, across: str) -> str:
    """Draw *panels* side by side; *across* is the label of the horizontal axis."""
    shown = [panel for panel in panels if any(panel.lines.values())]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * max(len(shown), 1)} {HEIGHT}" role="img">',
        f"<title>{html.escape('; '.join(panel.title for panel in shown))}</title>",
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>',
    ]
    for number, panel in enumerate(shown):
        parts += [f'<g transform="translate({number * WIDTH} 0)">', *_panel(panel, across), "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(panel: Panel, across: str) -> Iterator[str]:
    points = [point for line in panel.lines.values() for point in line]
    (low_x, high_x), (low_y, high_y) = (_decades([point[axis] for point in points]) for axis in (0, 1))
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    def place(x: float, y: float) -> tuple[float, float]:
        along = (math.log10(x) - low_x) / (high_x - low_x)
        up = (math.log10(y) - low_y) / (high_y - low_y)
        return round(LEFT + along * (right - LEFT), 1), round(bottom - up * (bottom - TOP), 1)

    yield f'<text class="title" x="{LEFT}" y="20">{html.escape(panel.title)}</text>'
    for power in range(low_x, high_x + 1):
        x, _ = place(10**power, 10**low_y)
        yield f'<line class="grid" x1="{x}" y1="{TOP}" x2="{x}" y2="{bottom}"/>'
        yield f'<text x="{x}" y="{bottom + 16}" text-anchor="middle">{10**power:,}</text>'
    for power in range(low_y, high_y + 1):
        _, y = place(10**low_x, 10**power)
        yield f'<line class="grid" x1="{LEFT}" y1="{y}" x2="{right}" y2="{y}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{10.0**power:,g}</text>'
    yield f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{html.escape(across)}</text>'
    taken: list[float] = []
    for number, (name, line) in enumerate(panel.lines.items()):
        if not line:
            continue
        colour = COLOURS[number % len(COLOURS)]
        places = [place(x, y) for x, y in sorted(line)]
        yield f'<polyline class="line" stroke="{colour}" points="{" ".join(f"{x},{y}" for x, y in places)}"/>'
        yield from (f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places)
        x, y = places[-1]
        while any(abs(y - other) < 13 for other in taken):
            y -= 13
        taken.append(y)
        label = f'<text class="name" x="{x + 7}" y="{round(y + 4, 1)}" style="fill:{colour}">{html.escape(name)}</text>'
        yield label


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around *values*, at least one apart."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)
