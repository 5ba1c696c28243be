"""What the job `<verb>_payout_batch` does with a pasted run config: submit or approve a batch.

python -m tests.end_to_end.walk_decide, in a product's environment. Standard input:
{"verb", "user", "batch", "digest", "token"}; standard output: {"state"} of the batch.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """One person's deed, with the token that the review page showed."""
    from pipelines.defs import payouts

    asked = json.load(sys.stdin)
    verb = asked.pop("verb")
    deed = {"submit": payouts.submit_batch, "approve": payouts.approve_batch}[verb]
    json.dump({"state": deed(**asked)["state"]}, sys.stdout)


if __name__ == "__main__":
    main()
