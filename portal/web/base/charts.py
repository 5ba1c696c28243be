"""A small chart description becomes points on paper; templates draw them, style sheets colour them.

Everything is Decimal: a coordinate is rounded to a tenth, an amount never becomes a float.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from portal.web.base.tags.numbers import decimal_text

Kind = Literal["line", "bars", "stacked", "dots"]
Value = Decimal | int | None
STEPS = tuple(Decimal(s) for s in ("1", "2", "2.5", "4", "5", "10"))
TONES = ("f1", "f2", "f3", "f4", "f5")


@dataclass(frozen=True)
class Series:
    """One row of values, one for each x. `tone`: for lines `now` or `then` (the past, grey); for
    bars f1 … f5. From `ahead_from` on a line is dashed: what is not over."""

    name: str
    values: Sequence[Value]
    tone: str = ""
    ahead_from: int | None = None


@dataclass(frozen=True)
class Chart:
    """What a chart says: `title` is its whole sentence for those who do not see it, `unit` stands
    at the top of the scale and in the table's head, `digits` are the decimals of the numbers."""

    kind: Kind
    title: str
    x: Sequence[str]
    series: Sequence[Series]
    unit: str
    digits: int = 2
    x_name: str = ""
    ident: str = "chart"
    hot: frozenset[int] = field(default_factory=frozenset)
    # The wide drawing's size: as wide as its place, so that words keep their size.
    wide: tuple[int, int] = (760, 250)


@dataclass(frozen=True)
class Text:
    """A word on the chart."""

    x: Decimal
    y: Decimal
    text: str
    anchor: str = "start"
    css: str = ""


@dataclass(frozen=True)
class Drawing:
    """One of the two drawings of a chart, ready for the template."""

    css: str
    width: int
    height: int
    grid: list[tuple[Decimal, bool]]
    paths: list[tuple[str, str]]
    rects: list[tuple[str, Decimal, Decimal, Decimal, Decimal]]
    circles: list[tuple[str, Decimal, Decimal, str]]
    texts: list[Text]


def scale(low: Decimal, high: Decimal) -> list[Decimal]:
    """Three to five round marks from at or below `low` to at or above `high`, zero among them."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = Decimal(1)
    raw = (high - low) / 3
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(s * power for s in STEPS if s * power >= raw)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * n for n in range(int(first), int(last) + 1)]


def tenth(value: Decimal) -> Decimal:
    """A coordinate as it is written: with one decimal."""
    return value.quantize(Decimal("0.1"))


def extremes(chart: Chart) -> tuple[Decimal, Decimal]:
    """The lowest and highest value to show; of stacked bars the sums below and above zero."""
    columns = [
        [Decimal(v) for s in chart.series if (v := s.values[i]) is not None]
        for i in range(len(chart.x))
    ]
    if chart.kind == "stacked":
        highs = [sum((v for v in c if v > 0), Decimal(0)) for c in columns]
        lows = [sum((v for v in c if v < 0), Decimal(0)) for c in columns]
    else:
        highs = lows = [v for column in columns for v in column]
    return min(lows, default=Decimal(0)), max(highs, default=Decimal(0))


@dataclass(frozen=True)
class Paper:
    """Where a value lies: the plot's edges, the scale, and the direction of reading."""

    width: int
    height: int
    marks: list[Decimal]
    count: int
    is_mirrored: bool
    inset: int = 4

    def y(self, value: Decimal) -> Decimal:
        top, bottom = Decimal(18), Decimal(self.height - 22)
        span = self.marks[-1] - self.marks[0]
        return tenth(bottom - (value - self.marks[0]) * (bottom - top) / span)

    def across(self, x: Decimal) -> Decimal:
        return tenth(Decimal(self.width) - x if self.is_mirrored else x)

    def x_point(self, index: int) -> Decimal:
        room = Decimal(self.width - 2 * self.inset)
        return self.across(self.inset + room * index / max(1, self.count - 1))

    @property
    def slot(self) -> Decimal:
        return Decimal(self.width - self.gutter) / max(1, self.count)

    @property
    def gutter(self) -> int:
        return 48

    def x_slot(self, index: int) -> Decimal:
        """The left edge of a bar's place."""
        start = self.gutter + self.slot * index
        return tenth(Decimal(self.width) - start - self.slot if self.is_mirrored else start)


def draw(chart: Chart, *, is_narrow: bool, is_mirrored: bool = False) -> Drawing:
    """A drawing of `chart.wide`, or 358 x 210 for narrow windows, mirrored for right-to-left."""
    from portal.web.base import chart_marks as marks

    width, height = (358, 210) if is_narrow else chart.wide
    paper = Paper(width, height, scale(*extremes(chart)), len(chart.x), is_mirrored)
    shapes = marks.SHAPES[chart.kind](chart, paper)
    return Drawing(
        css="narrow" if is_narrow else "wide",
        width=width,
        height=height,
        grid=[(paper.y(mark), mark == 0) for mark in paper.marks],
        paths=shapes.paths,
        rects=shapes.rects,
        circles=shapes.circles,
        texts=[*_scale_words(chart, paper), *_x_words(chart, paper), *shapes.texts],
    )


def _scale_words(chart: Chart, paper: Paper) -> list[Text]:
    words = []
    for mark in paper.marks:
        if mark == 0 and chart.kind in ("line", "dots") and paper.marks[0] == 0:
            continue
        text = decimal_text(mark, None)
        if mark == paper.marks[-1]:
            text = f"{text} {chart.unit}"
        words.append(
            Text(paper.across(Decimal(0)), paper.y(mark) - 4, text, _end(paper, "start"), "scale-n")
        )
    return words


def _x_words(chart: Chart, paper: Paper) -> list[Text]:
    """Every nth label, so that words keep their distance; bars under their middle."""
    room = 5 if paper.width < 400 else 9
    every = max(1, -(-len(chart.x) // room))
    words = []
    for index in range(0, len(chart.x), every):
        if chart.kind in ("line", "dots"):
            x, anchor = paper.x_point(index), "start" if index == 0 else "middle"
        else:
            x, anchor = tenth(paper.x_slot(index) + paper.slot / 2), "middle"
        at_edge = index == len(chart.x) - 1 and chart.kind in ("line", "dots") and index > 0
        words.append(
            Text(
                x,
                Decimal(paper.height - 5),
                chart.x[index],
                _end(paper, "end" if at_edge else anchor),
            )
        )
    return words


def _end(paper: Paper, anchor: str) -> str:
    """An anchor as seen from the left: words are laid out left to right in every drawing."""
    if not paper.is_mirrored or anchor == "middle":
        return anchor
    return "end" if anchor == "start" else "start"
