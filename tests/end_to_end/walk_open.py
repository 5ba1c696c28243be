"""Open a program to applicants: python -m tests.end_to_end.walk_open, in a product's environment.

Standard input: {"program", "plan", "landing", "partner", "link"}; standard output: {}.
"""

from __future__ import annotations

import json
import sys
from datetime import date


def main() -> None:
    """An admission policy that admits by itself, and terms to be accepted."""
    from pipelines.lib import portal_gateway

    asked = json.load(sys.stdin)
    program = {"author": "ops@example.org", "program_id": asked["program"]}
    portal_gateway.admission_set(
        **program, is_open=True, is_automatic=True, plan_id=asked["plan"],
        landing_url=asked["landing"],
    )  # fmt: skip
    portal_gateway.compliance_write(
        "document_publish", **program, document_id="terms", kind="terms",
        texts={"en": {"title": "Partner terms", "text": "Say what is true."}},
        valid_from=date(2022, 1, 1),
    )  # fmt: skip
    portal_gateway.link_create(
        **program, partner_id=asked["partner"], link_code=asked["link"],
        destination=asked["landing"],
    )  # fmt: skip
    json.dump({}, sys.stdout)


if __name__ == "__main__":
    main()
