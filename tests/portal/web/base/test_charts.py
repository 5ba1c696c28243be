"""Charts: a description becomes points; nothing is lost on the way."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from portal.web.base.charts import Chart, Series, draw, extremes, scale


def chart(kind: str = "line", **more: object) -> Chart:
    given: dict[str, object] = {
        "title": "Commission by day.",
        "x": ["1", "2", "3"],
        "series": [Series("November", [10, 30, None]), Series("October", [5, -10, 20], "then", 1)],
        "unit": "USD",
        "x_name": "Day",
    }
    return Chart(kind, **(given | more))


def figure(description: Chart, language: str = "en") -> str:
    with translation.override(language):
        return Template("{% chart c %}").render(Context({"c": description}))


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        ("0", "21897", ["0", "10000", "20000", "30000"]),
        ("0", "18000", ["0", "10000", "20000"]),
        ("-900", "2500", ["-2000", "0", "2000", "4000"]),
        ("0", "0", ["0", "0.4", "0.8", "1.2"]),
        ("5", "7", ["0", "2.5", "5.0", "7.5"]),
        ("-3", "-1", ["-3", "-2", "-1", "0"]),
    ],
)
def test_the_scale_has_few_round_marks_with_zero_among_them(low, high, marks):
    found = scale(Decimal(low), Decimal(high))
    assert found == [Decimal(mark) for mark in marks]


def test_every_value_lies_between_the_ends_of_the_scale():
    for high in (1, 7, 99, 101, 12_345, 999_999):
        for low in (0, -1, -high, -3 * high):
            marks = scale(Decimal(low), Decimal(high))
            assert marks[0] <= low
            assert marks[-1] >= high
            assert 0 in marks
            assert len(marks) <= 7


def test_stacked_bars_reach_as_far_as_their_sums():
    stacked = chart("stacked", series=[Series("A", [10, -5, 1]), Series("B", [20, -5, None])])
    assert extremes(stacked) == (Decimal(-10), Decimal(30))


def test_a_higher_value_is_drawn_higher():
    drawing = draw(chart(), is_narrow=False)
    path = next(d for css, d in drawing.paths if css == "line now")
    (x1, y1), (x2, y2) = [map(Decimal, p.split()) for p in path[1:].split("L")]
    assert x1 < x2
    assert y1 > y2


def test_what_is_not_over_is_dashed():
    css = [name for name, _d in draw(chart(), is_narrow=False).paths]
    assert css == ["line then", "line then ahead", "line now"]


def test_a_bar_below_zero_hangs_from_zero():
    bars = draw(chart("bars", series=[Series("A", [10, -10, 0])]), is_narrow=True)
    zero = next(y for y, is_zero in bars.grid if is_zero)
    (_, _, top_up, _, tall_up), (_, _, top_down, _, tall_down) = bars.rects
    assert top_up + tall_up == zero == top_down
    assert tall_up == tall_down


def test_right_to_left_is_a_mirror():
    kinds = [
        ("bars", lambda d: [(x + w / 2, y) for _c, x, y, w, _h in d.rects]),
        ("dots", lambda d: [(x, y) for _c, x, y, _r in d.circles]),
    ]
    for kind, points in kinds:
        one = chart(kind, series=[Series("A", [10, 20, 30])])
        plain = points(draw(one, is_narrow=False))
        mirrored = points(draw(one, is_narrow=False, is_mirrored=True))
        for (x, y), (mx, my) in zip(plain, mirrored, strict=True):
            assert y == my
            assert abs(760 - x - mx) <= Decimal("0.2")


@pytest.mark.parametrize("kind", ["line", "bars", "stacked", "dots"])
@pytest.mark.parametrize("is_narrow", [False, True])
def test_everything_stays_on_the_paper(kind, is_narrow):
    drawing = draw(chart(kind), is_narrow=is_narrow)
    for _css, x, y, width, height in drawing.rects:
        assert x >= 0
        assert x + width <= drawing.width
        assert y >= 0
        assert y + height <= drawing.height
    for word in drawing.texts:
        assert 0 <= word.x <= drawing.width
        assert 0 < word.y <= drawing.height


def test_a_figure_is_drawn_twice_with_its_numbers_beneath():
    html = figure(chart())
    assert re.findall(r'class="chart (\w+)"', html) == ["wide", "narrow"]
    assert html.count("<title") == 2
    assert '<td class="num">30.00</td>' in html
    assert '<td class="num nil">–</td>' in html
    assert "November, USD" in html


def test_a_figure_carries_no_style_and_no_colour():
    html = figure(chart("stacked"))
    assert "style=" not in html
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(", html)


def test_bars_of_several_series_have_a_legend_with_totals():
    html = figure(chart("bars", digits=0))
    assert re.search(r"November <b>40</b>", html)
    assert re.search(r"October <b>15</b>", html)


def test_coordinates_keep_their_point_in_every_language():
    html = figure(chart("bars"), "de")
    assert not re.search(r'(?:x|y|width|height|d)="[^"]*\d,\d', html)
    assert '<td class="num">30,00</td>' in html


def test_a_chart_without_values_is_an_empty_grid():
    html = figure(chart(x=[], series=[Series("November", [])]))
    assert 'class="line' not in html


def test_a_broad_chart_is_drawn_for_a_whole_page_and_still_for_a_phone():
    broad = chart(wide=(1140, 240))
    assert draw(broad, is_narrow=False).width == 1140
    assert draw(broad, is_narrow=True).width == 358
