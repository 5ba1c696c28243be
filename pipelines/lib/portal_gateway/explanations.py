"""Lines and events explained as the portal explains them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipelines.lib.portal_gateway.door import GatewayRefused, through


@through
def line_why(
    program_id: str, partner_id: str, period_id: str, line_id: str, language: str = "en"
) -> dict[str, Any]:
    """All that explains a line of the present release, with its formula, as the Why page has it.

    `formula_gives` is the printed formula worked out again; it must be `amount`.
    Raises `GatewayRefused` when that partner has no such line.
    """
    from dataclasses import asdict

    from portal.releases.evaluate import evaluate
    from portal.releases.formulas import formula_of
    from portal.releases.reader import current_release
    from portal.releases.selectors.why import why_get

    release = current_release(program_id)
    why = why_get(release, partner_id, period_id=period_id, line_id=line_id, language=language)
    if why is None:
        raise GatewayRefused("not_found", f"{partner_id} has no line {line_id} in {period_id}")
    formula = formula_of(why.line, list(why.facts))
    line = asdict(why.line)
    line["currency_code"] = line.pop("money")["currency"]["code"]
    line.pop("booked")
    return {
        "partner_id": partner_id,
        **line,
        "amount": why.line.money.amount,
        "booked": why.line.booked.amount,
        "reason": reason_text("line", why.line.reason_code, language),
        "formula": formula.text,
        "formula_gives": evaluate(formula.text),
        "readds": formula.readds(why.line),
        "facts": [asdict(fact) for fact in why.facts],
        "versions": [asdict(version) for version in why.versions],
        "entries": [{**asdict(entry), "amount": entry.amount.amount} for entry in why.entries],
        "rule": asdict(why.rule),
    }


def reason_text(kind: str, code: str | None, language: str = "en", **operands: str) -> str:
    """The sentence of a reason code: of a `line`, an `unpaid` event or a `change`, without marks.

    Operands of unpaid events: see `portal.releases.reasons`.
    """
    from django.utils.translation import override

    from portal.releases import reasons

    table = {"line": reasons.LINE, "unpaid": reasons.UNPAID, "change": reasons.CHANGE}[kind]
    with override(language):
        return reasons.plain(table, code, **operands)


def formula_of_rows(
    line: Mapping[str, Any], facts: Sequence[Mapping[str, Any]], digits: int
) -> str:
    """The printed formula of a line of the warehouse: rows of `com_lines`, `com_line_facts`."""
    from dataclasses import fields

    from portal.releases.formulas import formula_of
    from portal.releases.lines import Fact, Line
    from portal.releases.money import Currency, Money

    currency = Currency(line["currency_code"], digits, "")
    money = Money(line["amount_minor"], currency)
    values: dict[str, Any] = {field.name: line.get(field.name) for field in fields(Line)}
    values |= {"money": money, "booked": money}
    for name in ("quantity", "rate", "exact_amount"):
        values[name] = values[name] if values[name] is not None else Decimal(0)
    told = [Fact(**{field.name: row[field.name] for field in fields(Fact)}) for row in facts]
    return formula_of(Line(**values), told).text
