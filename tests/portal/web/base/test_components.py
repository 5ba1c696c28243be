"""The parts of the design system, one tag each."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from portal.web.base.tags import components


def render(source: str, **context: object) -> str:
    html = Template(source).render(Context(context))
    return re.sub(r">\n\s*<", "><", html).replace("\n", " ").strip()


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{% amount 1858246 'USD' %}", "$18,582.46"),
        ("{% amount -330 'EUR' %}", "−€3.30"),
        ("{% amount 1500 'JPY' %}", "¥1,500"),
        ("{% amount 5 'USD' %}", "$0.05"),
        ("{% amount -5 'USD' %}", "−$0.05"),
        ("{% amount 0 'USD' %}", "$0.00"),
        ("{% amount 150 'BTC' 8 %}", "BTC0.00000150"),
    ],
)
def test_the_number_of_a_page_reads_as_one_amount(tag, text):
    assert text_of(render(tag)) == text


def test_an_amount_dims_sign_and_decimals_and_keeps_its_direction():
    html = render("{% amount 1858246 'USD' size='second' %}")
    assert 'class="amount second"' in html
    assert '<bdi dir="ltr"><span class="cur">$</span>18,582<span class="dec">.46</span>' in html


@pytest.mark.parametrize("tone", sorted(components.STATES))
def test_a_state_has_a_glyph_and_a_word(tone):
    html = render("{% state tone 'Settled' %}", tone=tone)
    assert re.search(r'<use href="#\w+"', html)
    assert text_of(html) == "Settled"


def test_an_unknown_tone_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        render("{% state 'purple' 'Odd' %}")


def test_every_glyph_that_a_tag_names_is_drawn():
    icons = render("{% include 'base/icons.html' %}")
    for _css, glyph in components.STATES.values():
        assert f'id="{glyph}"' in icons


COLUMNS = [
    {"key": "name", "label": "Component"},
    {"key": "level", "label": "Level", "kind": "quiet"},
    {"key": "amount", "label": "USD", "kind": "num"},
]


def test_a_ledger_says_nothing_applies_by_a_dash_and_ends_in_its_sum():
    html = render(
        "{% ledger rows columns total %}",
        columns=COLUMNS,
        rows=[{"name": {"text": "Metals", "href": "/m/"}, "level": None, "amount": "3.30"}],
        total={"name": "Total", "amount": "3.30"},
    )
    assert '<th scope="row"><a href="/m/">Metals</a></th>' in html
    assert '<td class="quiet nil">–</td>' in html
    assert '<td class="num">3.30</td>' in html
    assert html.count("<tfoot>") == 1


def test_a_ledger_without_a_final_sum_has_no_foot():
    html = render("{% ledger rows columns %}", columns=COLUMNS, rows=[])
    assert "<tfoot>" not in html


def test_what_people_wrote_is_escaped():
    html = render(
        "{% ledger rows columns %}{% empty t %}{% state 'good' t %}",
        columns=COLUMNS,
        rows=[{"name": "<b>x</b>", "level": "", "amount": ""}],
        t="<script>",
    )
    assert "<b>" not in html
    assert "<script>" not in html


def test_an_icon_is_one_word():
    with pytest.raises(AssertionError):
        components.icon('"><script>')


def test_crumbs_lead_outwards():
    assert render("{% crumbs 'Start' '/' 'Payouts' '/p/' %}") == (
        '<p class="crumbs"><a href="/">Start</a><a href="/p/">Payouts</a></p>'
    )


def test_an_empty_place_has_one_sentence_and_one_action():
    html = render("{% empty 'No clicks yet' 'Your link is live.' 'Copy it' '/links/' %}")
    assert text_of(html).split("  ") == [text_of(html)]
    assert '<a class="btn main" href="/links/">Copy it</a>' in html
    assert "btn" not in render("{% empty 'No clicks yet' %}")


def test_freshness_marks_what_is_late():
    html = render(
        "{% freshness feeds at %}",
        at="2026-11-23T06:05:00+00:00",
        feeds=[
            {"label": "Trades", "at": "2026-11-23T06:05:00+00:00", "is_late": False},
            {
                "label": "Swaps",
                "at": "2026-11-22T23:59:00+00:00",
                "is_late": True,
                "late_by": "4 h",
            },
        ],
    )
    assert "As of 23 Nov 2026, UTC" in html
    assert "Trades 06:05" in text_of(html)
    assert re.search(r'class="late">.*Swaps', html)
    assert "Swaps 22 Nov 2026, 23:59, 4 h" in text_of(html)


def test_the_navigation_marks_where_one_is_and_leaves_out_what_is_not_there():
    request = RequestFactory().get("/account/password/change/")
    from django.urls import resolve

    request.resolver_match = resolve("/account/password/change/")
    html = render("{% nav 'account' %}", request=request)
    assert 'href="/account/password/change/" aria-current="page">Password</a>' in html
    assert html.count("aria-current") == 1
    assert components._address("partner:never_built") == ""
