"""What the Dagster UI tells about a batch: texts and tables made of its facts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from commission_rules.compiler.currencies import digits_of

Facts = Mapping[str, Any]


def money(amount_minor: int, currency_code: str) -> str:
    """`-1,312.60 USD`: grouped, with the currency's own number of decimals."""
    digits = digits_of(currency_code)
    sign, whole = ("-" if amount_minor < 0 else ""), abs(amount_minor)
    units, rest = divmod(whole, 10**digits)
    decimals = f".{rest:0{digits}d}" if digits else ""
    return f"{sign}{units:,}{decimals} {currency_code}"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; `–` when there are no rows."""
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    if not lines:
        return "–"
    names = list(head)
    return "\n".join(["| " + " | ".join(names) + " |", "|" + "---|" * len(names), *lines])


def batch_metadata(facts: Facts, portal_url: str) -> dict[str, str]:
    """Metadata of the batch's asset partition, by name; values are Markdown."""
    return {
        "state": str(facts["state"]),
        "digest": f"`{facts['digest']}`",
        "review_page": f"[{facts['batch_id']}]({review_url(facts, portal_url)})",
        "totals": table(
            ("paid in", "from", "payments", "leaves", "sent", "rate", "of"),
            (
                (
                    row["payout_currency_code"],
                    row["currency_code"],
                    row["count"],
                    money(row["amount_minor"], row["currency_code"]),
                    money(row["payout_minor"], row["payout_currency_code"]),
                    row["fx_rate"] if row["fx_on"] else "–",
                    row["fx_on"] or "–",
                )
                for row in facts["totals"]
            ),
        ),
        "largest_movers": table(
            ("partner", "before", "now", "change", "%"),
            (
                (
                    row["partner_name"],
                    money(row["before_minor"], row["currency_code"]),
                    money(row["amount_minor"], row["currency_code"]),
                    money(row["change_minor"], row["currency_code"]),
                    row["percent"],
                )
                for row in facts["movers"]
            ),
        ),
        "new_payees": _people(facts["new_payees"]),
        "changed_bank_details": table(
            ("partner", "now", "was", "changed", "amount"),
            (
                (
                    row["partner_name"],
                    row["account"],
                    row["was"],
                    row["changed_at"][:16],
                    money(row["amount_minor"], row["currency_code"]),
                )
                for row in facts["changed_accounts"]
            ),
        ),
        "blockers": table(
            ("payment", "partner", "why"),
            (
                (row["end_to_end_id"], row["partner_id"], row["reason_code"])
                for row in facts["objections"]
            ),
        ),
        "not_paid": table(
            ("partner", "state", "reason", "amount"),
            (
                (
                    row["partner_name"],
                    row["kind"],
                    row["reason_code"],
                    money(row["amount_minor"], row["currency_code"]),
                )
                for row in facts["not_paid"]
            ),
        ),
        "checks": table(
            ("check", "met"), ((row["code"], row["is_met"]) for row in facts["checks"])
        ),
    }


def review_url(facts: Facts, portal_url: str) -> str:
    """The portal's review page of the batch."""
    program_id, _, day_name = str(facts["batch_id"]).partition("/")
    return f"{portal_url}/staff/{program_id}/payouts/{day_name}/"


def _people(rows: Iterable[Facts]) -> str:
    return table(
        ("partner", "amount"),
        ((row["partner_name"], money(row["amount_minor"], row["currency_code"])) for row in rows),
    )


def _cell(cell: object) -> str:
    return str(cell).replace("|", "\\|").replace("\n", " ")
