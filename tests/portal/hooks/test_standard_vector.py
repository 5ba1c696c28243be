"""What we send and what we take is signed as the Standard Webhooks specification signs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.collector.signatures import judge, webhook_signature
from portal.hooks.signing import webhook_headers

# The example that the specification publishes and every library of it is tested with.
SECRET = b"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, STAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
THEN = datetime.fromtimestamp(STAMP, UTC)


def judged(signature: str, stamp: int = STAMP, body: bytes = BODY) -> str:
    headers = {
        "webhook-id": ID, "webhook-timestamp": str(stamp), "webhook-signature": signature,
    }  # fmt: skip
    return judge([SECRET], path="/", query="", headers=headers, body=body, now=THEN).reason


def test_our_webhooks_carry_the_published_signature() -> None:
    headers = webhook_headers(SECRET, ID, STAMP, BODY)
    assert headers["webhook-signature"] == SIGNATURE
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (ID, str(STAMP))


def test_the_collector_makes_and_takes_the_published_signature() -> None:
    assert webhook_signature(SECRET, ID, str(STAMP), BODY) == SIGNATURE
    assert judged(SIGNATURE) == ""


def test_of_several_signatures_one_that_is_right_is_enough() -> None:
    """A sender that renews its secret signs with both, with a space between."""
    assert judged(f"v1,{'A' * 43}= {SIGNATURE}") == ""


@pytest.mark.parametrize(("signature", "stamp", "body"), [
    (SIGNATURE.replace("g0hM", "G0hM"), STAMP, BODY),
    (SIGNATURE, STAMP + 1, BODY),
    (SIGNATURE, STAMP, BODY + b" "),
    (SIGNATURE.replace("v1,", "v2,"), STAMP, BODY),
])  # fmt: skip
def test_anything_else_is_not_taken(signature: str, stamp: int, body: bytes) -> None:
    assert judged(signature, stamp, body) == "wrong_signature"
