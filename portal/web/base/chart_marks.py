"""The marks of each kind of chart: lines, bars, stacked bars, dots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from portal.web.base.charts import TONES, Chart, Paper, Series, Text, tenth
from portal.web.base.tags.numbers import decimal_text

GAP = Decimal("0.8")


@dataclass
class Shapes:
    """What is drawn beside grid and scale."""

    paths: list[tuple[str, str]] = field(default_factory=list)
    rects: list[tuple[str, Decimal, Decimal, Decimal, Decimal]] = field(default_factory=list)
    circles: list[tuple[str, Decimal, Decimal, str]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


Point = tuple[int, Decimal, Decimal]
Spot = tuple[Decimal, Decimal]
LETTER = 7  # units that a letter of a name takes


def line(chart: Chart, paper: Paper) -> Shapes:
    """Sums over time: the past grey, the present over it with a dot; each named at its end."""
    shapes = Shapes()
    lines = [(series, _points(series, paper)) for series in chart.series]
    lines = [(series, points) for series, points in lines if points]
    busy = [spot for _series, points in lines for spot in _along(points)]
    for series, points in sorted(lines, key=lambda found: is_now(chart, found[0])):
        css = "now" if is_now(chart, series) else "then"
        turn = series.ahead_from if series.ahead_from is not None else len(chart.x)
        shapes.paths.append((f"line {css}", _path([p for p in points if p[0] <= turn])))
        if turn < len(chart.x):
            shapes.paths.append((f"line {css} ahead", _path([p for p in points if p[0] >= turn])))
        if css == "now":
            shapes.circles.append(("now-dot", points[-1][1], points[-1][2], "4.5"))
        name = _name(chart, series, paper, points[-1], busy)
        shapes.texts.append(name)
        busy += _under(name)
    return shapes


def _along(points: list[Point]) -> list[Spot]:
    """Points of a line, and those half-way between them: what a word may not stand on."""
    spots = [(x, y) for _index, x, y in points]
    between = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in pairwise(spots)]
    return spots + between


def _under(name: Text) -> list[Spot]:
    """Where a name stands, every 10 units: another one keeps off."""
    reach = len(name.text) * LETTER
    start = name.x if name.anchor == "start" else name.x - reach
    return [(start + step, name.y - 4) for step in range(0, reach + 10, 10)] * 8


def is_now(chart: Chart, series: Series) -> bool:
    """The series that the chart is about: the one that says so, else the first."""
    return series.tone == "now" or (not series.tone and series is chart.series[0])


def _points(series: Series, paper: Paper) -> list[Point]:
    return [
        (index, paper.x_point(index), paper.y(Decimal(value)))
        for index, value in enumerate(series.values)
        if value is not None
    ]


def _path(points: list[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for _index, x, y in points)


def _name(chart: Chart, series: Series, paper: Paper, end: Point, busy: list[Spot]) -> Text:
    """The series' name and last value, above its end or below it: where less is in the way."""
    index, x, y = end
    words = f"{series.name} {decimal_text(Decimal(series.values[index] or 0), chart.digits)}"
    is_left = x < paper.width / 2
    reach = Decimal(len(words) * LETTER)
    left, right = (x, x + reach) if is_left else (x - reach, x)

    def in_the_way(base: Decimal) -> int:
        if not 11 <= base <= paper.height - 24:
            return 999
        return sum(left <= px <= right and base - 14 <= py <= base + 4 for px, py in busy)

    base = min((y - 12, y + 19, y - 26, y + 34, y - 40, y + 50), key=in_the_way)
    css = "name now-name" if is_now(chart, series) else "name"
    return Text(x, base, words, "start" if is_left else "end", css)


def bars(chart: Chart, paper: Paper) -> Shapes:
    """Amounts a day: one bar for each x and series, side by side; negative below zero."""
    shapes = Shapes()
    zero = paper.y(Decimal(0))
    wide = paper.slot * Decimal("0.68") / len(chart.series)
    for place, series in enumerate(chart.series):
        tone = series.tone or TONES[min(place, 4)]
        for index, value in enumerate(series.values):
            if value:
                y = paper.y(Decimal(value))
                nth = len(chart.series) - 1 - place if paper.is_mirrored else place
                x = paper.x_slot(index) + paper.slot * Decimal("0.16") + wide * nth
                shapes.rects.append((tone, tenth(x), min(y, zero), tenth(wide), abs(zero - y)))
    return shapes


def stacked(chart: Chart, paper: Paper) -> Shapes:
    """Amounts a day by part: above zero and below zero are stacked apart, a hair between parts."""
    shapes = Shapes()
    wide = tenth(paper.slot * Decimal("0.68"))
    for index in range(len(chart.x)):
        up = down = Decimal(0)
        x = tenth(paper.x_slot(index) + paper.slot * Decimal("0.16"))
        for place, series in enumerate(chart.series):
            value = series.values[index]
            if not value:
                continue
            start = up if value > 0 else down
            end = start + Decimal(value)
            top, bottom = sorted((paper.y(start), paper.y(end)))
            tall = max(Decimal("0.5"), bottom - top - GAP)
            shapes.rects.append((series.tone or TONES[min(place, 4)], x, top, wide, tall))
            up, down = (end, down) if value > 0 else (up, end)
    return shapes


def dots(chart: Chart, paper: Paper) -> Shapes:
    """Single clients: one dot a value; those of `hot` stand out."""
    shapes = Shapes()
    for series in chart.series:
        for index, value in enumerate(series.values):
            if value is not None:
                is_hot = index in chart.hot
                shapes.circles.append(
                    (
                        "dot hot" if is_hot else "dot",
                        paper.x_point(index),
                        paper.y(Decimal(value)),
                        "4.5" if is_hot else "3",
                    )
                )
    return shapes


SHAPES: dict[str, Callable[[Chart, Paper], Shapes]] = {
    "line": line,
    "bars": bars,
    "stacked": stacked,
    "dots": dots,
}
