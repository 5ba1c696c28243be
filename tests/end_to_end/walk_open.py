"""Open a program to applicants: python -m tests.end_to_end.walk_open, in a product's environment.

Standard input: {"program", "plan", "landing", "is_automatic"}; standard output: {}.
"""

from __future__ import annotations

import json
import sys
from datetime import date


def main() -> None:
    """An admission policy, and terms to be accepted."""
    from pipelines.lib import portal_gateway

    asked = json.load(sys.stdin)
    program = {"author": "ops@example.org", "program_id": asked["program"]}
    portal_gateway.admission_set(
        **program, is_open=True, is_automatic=asked["is_automatic"], plan_id=asked["plan"],
        landing_url=asked["landing"],
    )  # fmt: skip
    portal_gateway.compliance_write(
        "document_publish", **program, document_id="terms", kind="terms",
        texts={"en": {"title": "Partner terms", "text": "Say what is true."}},
        valid_from=date(2022, 1, 1),
    )  # fmt: skip
    json.dump({}, sys.stdout)


if __name__ == "__main__":
    main()
