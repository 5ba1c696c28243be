"""Facts in one line: `casino net revenue 12000 in 2026-03`, `8 lots of EURUSD on 2026-03-05 by c1`.

Each becomes the long form of `facts.py`. The forms are listed in docs/reference/scenarios.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from commission_rules.schema.scenario.values import NUMBER

Long = dict[str, Any]
AMOUNT = rf"(?P<amount>{NUMBER})( (?P<currency>[A-Z]{{3,5}}))?"
WORD = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
TAIL = re.compile(r"^(?P<head>.*?) (?P<when>(in|on) \d{4}-\S+.*)$")
WHEN = re.compile(
    r"^(in (?P<in>\d{4}-[0-9Wab]+)"
    r"|on (?P<on>\d{4}-\d{2}-\d{2})( (at )?(?P<at>\d{2}:\d{2}(:\d{2})?))?)"
)
MORE = re.compile(rf" (?P<key>by|of|as|brand) (?P<value>{WORD})")
EARLY = re.compile(rf" (?P<key>by|as|brand) (?P<value>{WORD})$")
WHOSE = re.compile(rf"^(?P<head>.*) of (?P<partner>{WORD})$")
KEYS = {"by": "client", "of": "partner", "as": "id", "brand": "brand"}
COLUMNS = {
    "net revenue": "net_revenue", "ngr": "net_revenue", "NGR": "net_revenue",
    "net gaming revenue": "net_revenue", "gross gaming revenue": "gross", "rake": "gross",
    "gross revenue": "gross", "gross": "gross", "ggr": "gross", "GGR": "gross",
    "stakes": "stakes", "turnover": "stakes", "wagered": "stakes", "bets": "stakes",
    "payouts": "payouts", "voids": "voids",
    "bonus cost": "bonus_cost", "bonuses": "bonus_cost", "bonus": "bonus_cost",
    "jackpot contribution": "jackpot_contribution",
    "chargebacks": "chargebacks",
    "adjustments": "adjustments",
}  # fmt: skip
_PEOPLE = "(client|player|trader|customer)s?"
_SALES = "(sale|purchase|order|invoice)"
_FIRST = "(first deposit|FTD)"
_WHO = rf"(?P<client>{WORD})"
SUMS = {"deposits": "deposit", "withdrawals": "withdrawal", "sales": "sale"}
_NAMES = "|".join([*COLUMNS, r"fees\.[a-z][a-z0-9_]*"])
PAIR = re.compile(rf"(?P<name>{_NAMES}) {AMOUNT}")
_PAIRS = rf"(({_NAMES}) {NUMBER}( [A-Z]{{3,5}})?(, )?)+"
_FIGURES = "spread revenue|spread points|commission|profit|swap|open price|close price"
_FIGURE = rf"({_FIGURES}) {NUMBER}( [A-Z]{{3,5}})?"
FIGURE = re.compile(rf"(?P<name>{_FIGURES}) {AMOUNT}")
PIECE = re.compile(rf", ({_FIGURES}|{_NAMES}) {NUMBER}( [A-Z]{{3,5}})?(?=[ ,]|$)")
GROUPED = re.compile(r"\d,\d{3}\b")
SIGNS = re.compile(r"[$€£%]")
WHOLE = re.compile(rf"^(refund|chargeback) {WORD}$")
WITHOUT_AMOUNT = re.compile(rf"^\d+ ({_FIRST}s?|({WORD} )?{_SALES}s?)$")
EXAMPLES = {
    "deposit": "deposit 60 USD", "withdrawal": "withdrawal 60 USD", "sale": "sale 200 USD",
    "purchase": "purchase 200 USD", "order": "order 200 USD", "invoice": "invoice 200 USD",
    "refund of": "refund 50 of s1", "chargeback of": "chargeback 20 of d1",
    "registration": "registration", "identity verified": "identity verified", "lead": "lead",
    "click": "click", "lots of": "8 lots of EURUSD", "active clients": "12 active clients",
    "registrations": "3 registrations", "first deposits of": "4 first deposits of 20",
    "sales of": "30 challenge sales of 200", "moves to": "c1 moves to p1", "rate": "rate USD 1.25",
    **{name: f"{name} 100" for name in COLUMNS},
}  # fmt: skip
UNNAMED = re.compile(rf"^.*?, (?P<name>[a-z_]+) (?P<amount>{NUMBER})\b")
ACTIVITY = re.compile(rf"^((?P<product>{WORD}) )?(?P<pairs>{_PAIRS})$")


def _plain(kind: str) -> Callable[[re.Match[str]], Long]:
    def build(match: re.Match[str]) -> Long:
        found = {key: value for key, value in match.groupdict().items() if value is not None}
        return {"type": found.pop("sums", kind), **found}

    return build


def _sums(match: re.Match[str]) -> Long:
    """`casino deposits 100`; with `c1 deposits 100` a client is meant, and not read as one."""
    product = match["product"] or ""
    if match["sums"] != "sales" and (len(product) == 1 or re.search(r"\d", product)):
        raise ValueError(
            f"`{match[0]}`: {product} stands where a product stands – for a client write "
            f"`{SUMS[match['sums']]} {match['amount']} … by {product}`, a product in the long form"
        )
    return {**_plain("")(match), "type": SUMS[match["sums"]]}


def _trade(match: re.Match[str]) -> Long:
    """Lots of a symbol, with figures of the trade after commas."""
    found: Long = {"type": "trade", "lots": match["lots"], "symbol": match["symbol"]}
    found |= {key: match[key] for key in ("client", "side") if match[key]}
    for figure in FIGURE.finditer(match["figures"]):
        if figure["currency"]:
            found["currency"] = figure["currency"]
        found[figure["name"].replace(" ", "_")] = figure["amount"]
    return found


def _rate(match: re.Match[str]) -> Long:
    return {"type": "rate", "units": {match["code"]: match["units"]}}


def _activity(match: re.Match[str]) -> Long:
    """Columns of one row. Net and gross revenue are stakes, or payouts where negative."""
    found: Long = {"type": "activity"}
    if match["product"]:
        found["product"] = match["product"]
    for pair in PAIR.finditer(match["pairs"]):
        name, amount = pair["name"], pair["amount"]
        if pair["currency"]:
            found["currency"] = pair["currency"]
        column = COLUMNS.get(name, name)
        if column in ("net_revenue", "gross"):
            negative = amount.startswith("-")
            found["payouts" if negative else "stakes"] = amount.removeprefix("-")
        if column == "net_revenue":
            found["net_revenue"] = amount
        elif name.startswith("fees."):
            found.setdefault("fees", {})[name.removeprefix("fees.")] = amount
        elif column != "gross":
            found[column] = amount
    return found


FORMS = (
    "[PRODUCT] net revenue|gross revenue|stakes|payouts|voids|bonus cost|jackpot contribution|"
    "chargebacks|adjustments|fees.NAME AMOUNT [, …] WHEN",
    "[PRODUCT] deposits|withdrawals|sales AMOUNT [CUR] WHEN",
    "N active [PRODUCT] clients WHEN",
    "N registrations|leads WHEN",
    "N first deposits|FTDs|[PRODUCT] sales|purchases|orders|invoices of AMOUNT [CUR] WHEN",
    "[buy|sell] N lots of SYMBOL [, spread revenue|spread points|commission|profit|open price|"
    "close price AMOUNT …] WHEN",
    "deposit|withdrawal AMOUNT [CUR] WHEN",
    "[PRODUCT] sale|purchase|order|invoice AMOUNT [CUR] WHEN",
    "refund|chargeback AMOUNT [CUR] [of ID] WHEN, refund|chargeback of ID WHEN",
    "registration|identity verified|lead WHEN by CLIENT",
    "click WHEN as ID",
    "CLIENT registers|withdraws AMOUNT|trades N lots of SYMBOL WHEN",
    "CLIENT moves to PARTNER on DAY",
    "rate CUR UNITS on DAY",
    "WHEN = in PERIOD | on DAY [at HH:MM], then: by CLIENT, of PARTNER, as ID, brand NAME",
)

HEADS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Long]], ...] = tuple(
    (re.compile(f"^{pattern}$"), build)
    for pattern, build in (
        (
            rf"({_WHO} trades |(?P<side>buy|sell) )?(?P<lots>{NUMBER}) lots? (of )?"
            rf"(?P<symbol>[^\s,]+)(?P<figures>(, {_FIGURE})*)",
            _trade,
        ),
        (rf"(?P<count>\d+) active ((?P<product>{WORD}) )?{_PEOPLE}", _plain("active_clients")),
        (r"(?P<count>\d+) registrations?", _plain("registrations")),
        (r"(?P<count>\d+) leads?", _plain("leads")),
        (rf"(?P<count>\d+) {_FIRST}s? of {AMOUNT}", _plain("first_deposits")),
        (rf"(?P<count>\d+) ((?P<product>{WORD}) )?{_SALES}s? of {AMOUNT}", _plain("sales")),
        (r"registration", _plain("registration")),
        (rf"{_WHO} registers", _plain("registration")),
        (r"identity verified", _plain("identity_verified")),
        (r"click", _plain("click")),
        (r"lead", _plain("lead")),
        (rf"({_FIRST}|deposit) (of )?{AMOUNT}", _plain("deposit")),
        (rf"{_WHO} withdraws {AMOUNT}", _plain("withdrawal")),
        (rf"withdrawal (of )?{AMOUNT}", _plain("withdrawal")),
        (rf"((?P<product>{WORD}) )?{_SALES} (of )?{AMOUNT}", _plain("sale")),
        (rf"refund (of )?{AMOUNT}( of (?P<of>{WORD}))?", _plain("refund")),
        (rf"chargeback (of )?{AMOUNT}( of (?P<of>{WORD}))?", _plain("chargeback")),
        (rf"(full )?refund of (?P<of>{WORD})", _plain("refund")),
        (rf"(full )?chargeback of (?P<of>{WORD})", _plain("chargeback")),
        (rf"((?P<product>{WORD}) )?(?P<sums>deposits|withdrawals|sales) {AMOUNT}", _sums),
        (rf"(?P<client>{WORD}) moves to (?P<partner>{WORD})", _plain("attribution")),
        (rf"rate (?P<code>[A-Z]{{3,5}}) (?P<units>{NUMBER})", _rate),
    )
)


def long_form(text: str) -> Long:
    """Turn one line into the long form of its fact.

    Raises ValueError ("what – what to do") for a line that is none of the forms.
    """
    line = " ".join(text.split())
    pieces = "".join(piece[0] for piece in PIECE.finditer(line))  # may stand after the date too
    parts = TAIL.match(PIECE.sub("", line))
    if parts is None:
        raise ValueError(
            f"`{line}` has no date – end it with `in 2026-03`, `on 2026-03-05` or "
            "`on 2026-03-05 at 18:00`; inside […] a fact with commas stands in quotes"
        )
    head, early = _early(parts["head"])
    tail = _tail(parts["when"], line)
    head += pieces
    if early.keys() & tail.keys():
        raise ValueError(f"`{line}` says one thing twice – write `by`, `as` and `brand` once")
    built = _told(head)
    if built.keys() & {"client", "partner"} & (early | tail).keys():
        raise ValueError(f"`{line}` says one thing twice – write whose it is once")
    found = {**built, **early, **tail}
    if found["type"] == "attribution":
        found.pop("at", None)
    return found


def _early(head: str) -> tuple[str, Long]:
    """`deposit 60 by c1 on 2026-03-05`: who and which may stand before the date as well."""
    found: Long = {}
    more = EARLY.search(head)
    while more is not None:
        found[KEYS[more["key"]]] = more["value"]
        head = head[: more.start()]
        more = EARLY.search(head)
    return head, found


def _told(head: str) -> Long:
    """The fact; `of PARTNER` may stand before the date where nothing else is read there."""
    built = _built(head)
    if built is not None:
        return built
    whose = WHOSE.match(head)
    if whose is not None:
        shorter, early = _early(whose["head"])
        built = _built(shorter)
        if built is not None:
            return {**built, **early, "partner": whose["partner"]}
    raise ValueError(f"`{head}` is not a fact – {_instead(head)}")


def _built(head: str) -> Long | None:
    """What the first form that fits makes of it."""
    for pattern, build in (*HEADS, (ACTIVITY, _activity)):
        match = pattern.match(head)
        if match:
            return build(match)
    return None


def _instead(head: str) -> str:
    """What to write for a head that is none of the forms."""
    if GROUPED.search(head):
        return "write its numbers without commas, like 400000"
    if SIGNS.search(head):
        return "write bare numbers, a currency by its code behind the amount: 60 USD"
    if WITHOUT_AMOUNT.match(head):
        return f"say how much each of them is: `{head} of 50`"
    if WHOLE.match(head):
        return "write refund 50 of s1, or refund of s1 for all of it"
    unnamed = UNNAMED.match(head)
    if unnamed and unnamed["name"] not in COLUMNS:
        return f"a fee is written `fees.{unnamed['name']} {unnamed['amount']}`"
    return _like(head)


def _like(head: str) -> str:
    """The form that it looks most like."""
    words = " ".join(re.findall(r"[A-Za-z]+", head.replace("_", " ")))
    begun = [name for name in EXAMPLES if words.startswith(name)]
    near = begun or get_close_matches(words, EXAMPLES, n=1)
    if near:
        return f"write it like `{EXAMPLES[near[0]]}`, then when, then `by CLIENT`, `of PARTNER`"
    return (
        "write one of the short forms of docs/reference/scenarios.md, or the long form with `type`"
    )


def _tail(text: str, line: str) -> Long:
    when = WHEN.match(text)
    if when is None:
        raise ValueError(f"`{line}`: no date in `{text}` – write in 2026-03 or on 2026-03-05")
    found: Long = {"in": when["in"]} if when["in"] else {"on": when["on"]}
    if when["at"]:
        found = {"at": f"{when['on']} {when['at']}"}
    position = when.end()
    while position < len(text):
        more = MORE.match(text, position)
        if more is None:
            raise ValueError(
                f"`{line}`: cannot read `{text[position:].strip()}` – after the date come "
                "`by CLIENT`, `of PARTNER`, `as ID`, `brand NAME`, and after a comma more of the "
                "row or trade, like `, commission 7`"
            )
        found[KEYS[more["key"]]] = more["value"]
        position = more.end()
    return found
