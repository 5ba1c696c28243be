"""Small valid plans, components and deals, which tests change in one place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from commission_rules.schema.lookups import Countries, Lookups, Symbols
from commission_rules.schema.plan import Plan, Version

Data = dict[str, Any]
REPO_PLANS = Path(__file__).parents[2] / "commission_rules" / "plans"


def title(name: str) -> Data:
    return {"en": name, "de": name, "ar": name}


LOOKUPS = Lookups(
    symbols=Symbols.model_validate(
        {
            "groups": {
                "majors": {"label": title("majors"), "symbols": ["EURUSD", "GBPUSD"]},
                "metals": {"label": title("metals"), "symbols": ["XAUUSD", "XAGUSD"]},
            }
        }
    ),
    countries=Countries.model_validate(
        {
            "groups": {
                "dach": {"label": title("DACH"), "countries": ["DE", "AT", "CH"]},
                "alps": {"label": title("Alps"), "countries": ["AT", "CH", "IT"]},
            }
        }
    ),
)


def cpa(**changes: Any) -> Data:
    condition = {"metric": "first_deposit", "at_least": "20.00"}
    return {"id": "cpa", "type": "cpa", "amount": "120.00", "conditions": [condition], **changes}


def per_lot(**changes: Any) -> Data:
    return {"id": "rebate", "type": "per_lot", "rate_per_lot": "5.00", **changes}


def flat_fee(**changes: Any) -> Data:
    return {"id": "fee", "type": "flat_fee", "amount": "310.00", **changes}


def bonus(**changes: Any) -> Data:
    steps = [{"from": "5", "amount": "100.00"}, {"from": "10", "amount": "250.00"}]
    given = {"metric": "active_clients", "steps": steps}
    return {"id": "bonus", "type": "bonus", "tiers": given, **changes}


def carryover(**changes: Any) -> Data:
    return {"policy": "full", "level": "base", "scope": "deal", **changes}


def revshare(**changes: Any) -> Data:
    given = {"id": "revshare", "type": "revshare", "base": "ngr", "carryover": carryover()}
    if "tiers" not in changes:
        given["share"] = "0.25"
    return {**given, **changes}


def tiers(*steps: tuple[str, str], **changes: Any) -> Data:
    rows = [{"from": start, "share": share} for start, share in steps]
    return {"kind": "slab", "metric": "base", "steps": rows, **changes}


def sale_share(**changes: Any) -> Data:
    return {"id": "sales", "type": "sale_share", "sales": "all", "share": "0.10", **changes}


def override(**changes: Any) -> Data:
    return {"id": "team", "type": "override", "base": "commission", "rates": ["0.10"], **changes}


def split(*shares: list[str], **changes: Any) -> Data:
    return {"algebra": "split", "shares": list(shares), **changes}


def fixed(*table: str, **changes: Any) -> Data:
    return {"algebra": "fixed_per_level", "table": list(table), **changes}


def version(*components: Data, **changes: Any) -> Data:
    return {
        "valid_from": "2026-01-01",
        "valid_to": None,
        "recorded_on": "2025-12-01",
        "reference": "agreed",
        "components": list(components),
        **changes,
    }


def plan(*versions: Data, **changes: Any) -> Plan:
    given = {
        "title": title("Plan"),
        "currency": "EUR",
        "calendar": "month",
        "versions": list(versions),
    }
    return Plan.model_validate({**given, **changes})


def one(*components: Data, **changes: Any) -> Version:
    """Return one valid version with these components."""
    return Version.model_validate(version(*components, **changes))


def write_plans(root: Path, plans: dict[str, Plan]) -> Path:
    """Write plans as files `<program>/<plan>.yaml`; JSON is YAML too."""
    for name, given in plans.items():
        path = root / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        data = given.model_dump(by_alias=True, mode="json", exclude_defaults=True)
        for number, dumped in enumerate(data["versions"]):
            dumped["components"] = [
                part.model_dump(by_alias=True, mode="json", exclude_unset=True)
                for part in given.versions[number].components
            ]
            dumped["valid_to"] = dumped.get("valid_to")
        path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return root


def deal(**changes: Any) -> Data:
    return {
        "program_id": "alpha",
        "deal_id": "D-1",
        "deal_version_no": 1,
        "partner_id": "P-1",
        "brand": None,
        "plan_id": "standard",
        "currency_code": "EUR",
        "calendar_id": "month",
        "valid_from": date(2026, 1, 1),
        "valid_to": date(9999, 12, 31),
        "overrides": None,
        **changes,
    }
