"""What is wrong with a plan is said in words of the format, with what to write instead."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from commission_rules.compiler.reading import complaints
from commission_rules.schema.components import AnyComponent

COMPONENT: TypeAdapter[Any] = TypeAdapter(AnyComponent)
SHARE = {
    "id": "share", "type": "revshare", "base": "ngr", "share": "0.25",
    "carryover": {"policy": "none", "level": "base", "scope": "deal"},
}  # fmt: skip
LOT = {"id": "lot", "type": "per_lot", "rate_per_lot": "5"}


def said(component: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        COMPONENT.validate_python(component)
    return " / ".join(f"{what} – {todo}" for _, what, todo in complaints(caught.value))


@pytest.mark.parametrize(
    ("component", "words"),
    [
        (SHARE | {"carryover": "none"}, "`carryover` has no keys of its own – write {policy:"),
        (SHARE | {"deductions": {"fees.tax": "0.2"}}, "`deductions` is not a list – write a list"),
        (
            SHARE | {"deductions": [{"code": "admin"}]},
            "`code` cannot be 'admin' – write bonus_cost",
        ),
        (SHARE | {"base": "ggr"}, "`base` cannot be 'ggr' – write `base: ngr` without deductions"),
        (SHARE | {"percent": "25"}, "unknown key `percent` – write `share`"),
        (SHARE | {"gate": {"at_least": "4"}}, "`metric` is missing – write what is counted"),
        (LOT | {"client_rebate": "0.4"}, "`client_rebate` has no keys of its own – write {share:"),
        (LOT | {"levels": {"algebra": "override"}}, "unknown algebra 'override'"),
        (LOT | {"rate_per_lot": {"XAUUSD": "4"}}, 'rows: [{value: "2.00"}]'),
        (LOT | {"rate_per_lot": [{"symbol": ["EURUSD"], "value": "4"}]}, "a row for each symbol"),
        (LOT | {"rate_per_lot": [{"default": "4"}]}, "a row that names nothing"),
        (
            LOT | {"levels": {"algebra": "split", "shares": ["0.7", "0.3"]}},
            "write a list for each length of the chain",
        ),
        (LOT | {"hold_days": 30}, 'write it in quotes, like "30"'),
        (LOT | {"type": "rebate"}, "unknown component type 'rebate'"),
    ],
)
def test_the_usual_slips_are_told_what_to_write(component: dict[str, Any], words: str) -> None:
    assert words in said(component)
