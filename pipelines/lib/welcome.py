"""What a newcomer reads when everything has started."""

from __future__ import annotations

import json

from pipelines.settings import settings


def welcome() -> str:
    """Addresses, demo people (when there are any) and what to look at first."""
    here = settings()
    lines = [
        "",
        f"  portal       {here.portal_url}",
        f"  Dagster UI   {here.dagster_url}",
        f"  dashboards   {here.dashboards_url}",
    ]
    people = demo_people()
    if people:
        lines += ["", "  demo people (second factor: openbook demo code USER)"]
        lines += [f"    {one['label']:<20} {one['email']:<32} {one['password']}" for one in people]
        lines += [
            "",
            "  look first",
            "    1. as the partner: Commissions, any line, Why?",
            "    2. as the finance checker: a payout's review page, then the Dagster UI",
            f"    3. drop a file into {here.landing}/<program>/<feed>/ and watch it arrive",
        ]
    return "\n".join([*lines, ""])


def demo_people() -> list[dict[str, str]]:
    """The demo logins of this machine (label, email, password); empty without a demo."""
    path = settings().data_dir / "demo" / "people.json"
    if not path.exists():
        return []
    found: list[dict[str, str]] = json.loads(path.read_text())
    return found
