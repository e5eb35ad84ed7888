"""Curves of shares as SVG, in a few lines: panels side by side, readable in light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 400, 360
LEFT, RIGHT, TOP, BOTTOM = 58, 22, 40, 56
# Who refuses half of what he could answer is of no use; the axis across ends there.
FARTHEST = 0.5
TICKS = 5
# Colours of Okabe & Ito, told apart by the colour-blind; dashes tell the curves apart without any.
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 14px }
  .paper { fill: #ffffff } .grid { stroke: #d0d7de; stroke-width: 1 }
  polyline { fill: none; stroke-width: 2 }
  .limits { stroke: #0072b2 } .limits-dot { fill: #0072b2 } text.limits-name { fill: #00568a }
  .cosine { stroke: #d55e00; stroke-dasharray: 6 4 } text.cosine-name { fill: #a84a00 }
  .in-use { fill: none; stroke: #24292f; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .paper { fill: #0d1117 } .grid { stroke: #30363d }
    .limits { stroke: #56b4e9 } .limits-dot { fill: #56b4e9 } text.limits-name { fill: #56b4e9 }
    .cosine { stroke: #e69f00 } text.cosine-name { fill: #e69f00 }
    .in-use { stroke: #e6edf3 }
  }"""


@dataclass(frozen=True)
class Curve:
    """A line through pairs of shares; `style` is a class of STYLE."""

    style: str
    name: str
    points: Sequence[tuple[float, float]]
    dots: bool = True


@dataclass(frozen=True)
class Panel:
    """Curves over the same axes, and the point in use."""

    title: str
    curves: Sequence[Curve]
    in_use: tuple[float, float]


def drawn(panels: Sequence[Panel], across: str, up: str) -> str:
    """The panels as an SVG document: across from nothing to FARTHEST, up from nothing to all."""
    width = WIDTH * len(panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" role="img">',
        f"<title>{escape(up)} against {escape(across)}</title>",
        f"<style>{STYLE}\n</style>",
        f'<rect class="paper" width="{width}" height="{HEIGHT}"/>',
    ]
    for number, panel in enumerate(panels):
        parts.append(f'<g transform="translate({number * WIDTH} 0)">')
        parts += [*_axes(panel.title, across, up), *_curves(panel), "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(share: float) -> float:
    return round(LEFT + share / FARTHEST * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _axes(title: str, across: str, up: str) -> list[str]:
    middle, high, low = _x(FARTHEST / 2), _y(1), _y(0)
    parts = [_text(middle, TOP - 16, title, "title")]
    for tick in range(TICKS + 1):
        a, b = FARTHEST * tick / TICKS, tick / TICKS
        parts += [
            f'<path class="grid" d="M{_x(a)} {low}V{high}M{_x(0)} {_y(b)}H{_x(FARTHEST)}"/>',
            _text(_x(a), low + 18, f"{a:.0%}"),
            _text(_x(0) - 6, _y(b) + 4, f"{b:.0%}", anchor="end"),
        ]
    turned = f'transform="rotate(-90 14 {_y(0.5)})"'
    return [*parts, _text(middle, HEIGHT - 14, across), _text(14, _y(0.5), up, more=turned)]


def _curves(panel: Panel) -> list[str]:
    parts = []
    for number, curve in enumerate(panel.curves):
        places = [(_x(a), _y(b)) for a, b in curve.points if a <= FARTHEST]
        line = " ".join(f"{x},{y}" for x, y in places)
        parts.append(f'<polyline class="{curve.style}" points="{line}"/>')
        if curve.dots:
            parts += [
                f'<circle class="{curve.style}-dot" cx="{x}" cy="{y}" r="3"/>' for x, y in places
            ]
        parts.append(_key(number, curve))
    x, y = (_x(panel.in_use[0]), _y(panel.in_use[1]))
    ring = f'<circle class="in-use" cx="{x}" cy="{y}" r="7"/>'
    return [*parts, ring, _text(x + 12, y - 8, "in use", anchor="start")]


def _key(number: int, curve: Curve) -> str:
    x, y = _x(FARTHEST * 0.5), _y(0.95) + 18 * number
    line = f'<polyline class="{curve.style}" points="{x},{y} {x + 26},{y}"/>'
    return line + _text(x + 32, y + 4, curve.name, f"{curve.style}-name", anchor="start")


def _text(
    x: float, y: float, words: str, style: str = "", anchor: str = "middle", more: str = ""
) -> str:
    told = f'x="{x}" y="{y}" class="{style}" text-anchor="{anchor}" {more}'
    return f"<text {told}>{escape(words)}</text>"
