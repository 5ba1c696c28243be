"""Find what an expectation asks for among what the warehouse says of one program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from commission_rules.compiler.currencies import digits_of
from commission_rules.schema.scenario.expectations import Expectation
from pipelines.lib.scenarios.found import Found, Row
from pipelines.lib.scenarios.numbers import NAMED, decimal_of, one_of

ZERO = Decimal(0)
BALANCES = {"balance": "booked_minor", "available": "cleared_minor", "on_hold": "on_hold_minor",
            "under_review": "held_minor"}  # fmt: skip
LINE_COLUMNS = {
    "state": "state", "payable_from": "payable_from", "formula": "formula_code", "rate": "rate",
    "lower_rate": "lower_rate", "quantity": "quantity", "modifier": "modifier",
    "base": "base_amount", "source_amount": "source_amount", "fx_rate": "fx_rate",
    "fx_on": "fx_on",
}  # fmt: skip


class Look:
    """Answers one expectation."""

    def __init__(self, found: Found, expected: Expectation) -> None:
        self.found, self.expected = found, expected
        self.lines = [row for row in found.lines if self._is_meant(row)]
        ids = {row["line_id"] for row in self.lines}
        self.facts = [row for row in found.facts if row["line_id"] in ids]
        self.unpaid = [row for row in found.unpaid if self._is_meant_unpaid(row)]
        self.entries = self._of_reason(
            [row for row in found.entries if self._is_entry(row, "period_id")]
        )
        self.differences = self._of_reason(
            [row for row in found.differences if self._is_entry(row, "")]
        )

    def value(self, name: str) -> Any:
        """What is found under a name of `Expectation`; `Several` when lines do not agree."""
        if name == "step":
            return one_of(self._step(row) for row in self.explained())
        if name in LINE_COLUMNS:
            return one_of(row[LINE_COLUMNS[name]] for row in self.explained())
        if name in NAMED:
            told = {row["line_id"] for row in self.explained()}
            return NAMED[name]([row for row in self.facts if row["line_id"] in told])
        if name in BALANCES:
            rows = [row for row in self.found.balances if self._is_whose(row)]
            return self._money(rows, BALANCES[name])
        sums: dict[str, Callable[[], Any]] = {
            "amount": lambda: self._lines_money(lambda row: row["state"] != "locked"),
            "amounts": self._amounts,
            "effective_quantity": self._effective_quantity,
            "locked": lambda: self._lines_money(lambda row: row["state"] == "locked"),
            "held": lambda: self._lines_money(lambda row: row["state"] == "held"),
            "released": lambda: self._lines_money(lambda row: row["line_kind"] == "released"),
            "exact": lambda: sum(
                (row["exact_amount"] for row in self.lines if row["state"] != "locked"), ZERO
            ),
            "lines": lambda: sum(1 for row in self.lines if row["exact_amount"]),
            "statement": self._statement,
            "booked": lambda: self._money(self._kinds("line", "difference", "adjustment",
                                                      "forfeited"), "amount_minor"),
            "waived": self._waived,
            "pending": lambda: self._money(
                [row for row in self.differences if not row["is_waived"]], "amount_minor"
            ),
            "reason": self._reason,
            "attributed_to": self._attributed,
        }  # fmt: skip
        return sums[name]()

    def explained(self) -> list[Row]:
        """The lines whose numbers are asked for: not releases, unless a release is asked for."""
        own = [row for row in self.lines if row["line_kind"] != "released"]
        return own or self.lines

    def _is_meant(self, row: Row) -> bool:
        expected = self.expected
        asked = {
            "period_id": expected.period, "partner_id": expected.partner,
            "deal_id": expected.deal, "component_id": expected.component,
            "level": expected.level, "client_id": expected.client,
            "event_record_key": _key(expected.event), "line_kind": expected.kind,
            "step_no": expected.of_step, "lower_partner_id": expected.below,
            "event_on": expected.on, "currency_code": expected.currency,
        }  # fmt: skip
        return all(value is None or row[name] == value for name, value in asked.items())

    def _is_meant_unpaid(self, row: Row) -> bool:
        expected = self.expected
        asked = {
            "period_id": expected.period, "direct_partner_id": expected.partner,
            "deal_id": expected.deal, "client_id": expected.client,
            "event_record_key": _key(expected.event), "event_on": expected.on,
        }  # fmt: skip
        # without a deal an event is nobody's, and nothing by any component
        is_of = expected.component is None or row["component_id"] in ("", expected.component)
        return (
            is_of
            and expected.kind is None
            and all(value is None or row[name] == value for name, value in asked.items())
        )

    def _is_entry(self, row: Row, booked_in: str) -> bool:
        expected = self.expected
        asked = {
            "partner_id": expected.partner, "deal_id": expected.deal,
            "component_id": expected.component, "level": expected.level,
            "client_id": expected.client, "event_record_key": _key(expected.event),
            "event_on": expected.on, "currency_code": expected.currency,
            "origin_period_id": expected.origin if booked_in else expected.period,
        }  # fmt: skip
        if booked_in:
            asked[booked_in] = expected.period
        return all(value is None or row[name] == value for name, value in asked.items())

    def _of_reason(self, rows: list[Row]) -> list[Row]:
        """Of entries and differences those of the reason that stands beside their money; all, so
        that the mismatch names theirs, when none has it."""
        expected = self.expected
        if not expected.model_fields_set & {"booked", "pending", "waived"}:
            return rows
        chosen = [row for row in rows if expected.reason in (None, row["reason_code"])]
        return chosen or rows

    def _is_whose(self, row: Row) -> bool:
        expected = self.expected
        return expected.partner in (None, row["partner_id"]) and expected.currency in (
            None, row["currency_code"],
        )  # fmt: skip

    def _kinds(self, *kinds: str) -> list[Row]:
        return [row for row in self.entries if row["entry_kind"] in kinds]

    def _lines_money(self, takes: Callable[[Row], bool]) -> Decimal:
        return sum((self._line_money(row) for row in self.lines if takes(row)), ZERO)

    def _amounts(self) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for row in self.lines:
            if row["state"] != "locked":
                name = row["partner_id"]
                found[name] = found.get(name, ZERO) + self._line_money(row)
        return found

    def _effective_quantity(self) -> Any:
        """Lots after the modifier, turnover in units of `per`, else the base or the count."""
        found = []
        for row in self.explained():
            facts = [fact for fact in self.facts if fact["line_id"] == row["line_id"]]
            per = next((f["quantity"] or f["amount"] for f in facts if f["code"] == "per"), None)
            if row["base_amount"] is None:
                found.append((row["quantity"] or ZERO) * (row["modifier"] or 1))
            else:
                found.append(row["base_amount"] / per if per else row["base_amount"])
        return one_of(value.normalize() for value in found)

    def _step(self, row: Row) -> Any:
        """The step reached; of a line in slices that of its highest slice."""
        if row["step_no"] is not None:
            return row["step_no"]
        slices = [
            decimal_of(fact["subject"])
            for fact in self.facts
            if fact["line_id"] == row["line_id"] and fact["section"] == "slice"
        ]
        return max(slices, default=None)

    def _line_money(self, row: Row) -> Decimal:
        """At the line's own digits; under `rounding: period` its step of the rounded sum."""
        digits = digits_of(row["currency_code"])
        if row["rounding"] == "line":
            amount = Decimal(row["line_amount"]).normalize()
            own = -int(amount.as_tuple().exponent)
            return amount.quantize(Decimal(1).scaleb(-max(own, digits)))
        return Decimal(row["amount_minor"]).scaleb(-digits)

    def _money(self, rows: Iterable[Row], column: str) -> Decimal:
        return sum(
            (Decimal(row[column]).scaleb(-digits_of(row["currency_code"])) for row in rows), ZERO
        )

    def _statement(self) -> Any:
        rows = [
            row for row in self.found.statements
            if self._is_whose(row) and self.expected.period in (None, row["period_id"])
        ]  # fmt: skip
        return self._money(rows, "total_minor")

    def _waived(self) -> Decimal:
        """Of the lines' own period, booked as memo or still pending."""
        pending = [row for row in self.differences if row["is_waived"]]
        return self._money(self._memos(), "memo_minor") + self._money(pending, "amount_minor")

    def _memos(self) -> list[Row]:
        """What closes waived of the lines' own period."""
        expected = self.expected.model_copy(update={"period": None, "origin": self.expected.period})
        look = Look(self.found, expected) if self.expected.origin is None else self
        return [row for row in look.entries if row["entry_kind"] == "waived"]

    def _reason(self) -> Any:
        wanted = self.expected.model_fields_set
        if "booked" in wanted:
            return one_of(row["reason_code"] for row in self.entries)
        if wanted & {"pending", "waived"}:
            rows = [*self.differences, *(self._memos() if "waived" in wanted else [])]
            return one_of(row["reason_code"] for row in rows)
        found = [row["reason_code"] for row in self.lines]
        return one_of([*found, *(row["reason_code"] for row in self.unpaid)])

    def _attributed(self) -> Any:
        on = self.expected.on
        owners = [
            row["partner_id"] for row in self.found.attributions
            if row["client_id"] == self.expected.client and isinstance(on, date)
            and row["valid_from"] <= on <= row["valid_to"]
        ]  # fmt: skip
        return owners[0] if owners else "none"


def _key(event: str | None) -> str | None:
    return None if event is None else f"scenario:{event}"
