"""Past batches of the demo: the same submit and approve as ever, by finance people of long ago.

A second factor's code is good once, and three are good at any moment: one person can sign three
batches in a row. So each program has a maker and a checker of its own, who left since.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pipelines.demo.people import password_made
from pipelines.lib import portal_gateway

STEP_SECONDS = 30
STILL_GOOD_SECONDS = 10  # a code that ends sooner may be too old when the portal looks at it
Facts = dict[str, Any]


@dataclass
class Signer:
    """One finance person of one program; each of three codes is good at any moment, and once."""

    email: str
    secret: str
    _used: set[int] = field(default_factory=set)

    @property
    def free_steps(self) -> list[int]:
        """The time steps whose codes are good for a while yet and not used."""
        now, gone = divmod(int(time.time()), STEP_SECONDS)
        first = now if STEP_SECONDS - gone < STILL_GOOD_SECONDS else now - 1
        return [step for step in range(first, now + 2) if step not in self._used]

    def code(self) -> str:
        """RFC 6238, six digits."""
        step = self.free_steps[0]
        self._used.add(step)
        digest = hmac.new(
            base64.b32decode(self.secret), struct.pack(">Q", step), hashlib.sha1
        ).digest()
        place = digest[-1] & 0x0F
        number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06d}"


class FinancePeople:
    """A maker and a checker per program; new ones when the old ones have no code left."""

    def __init__(self) -> None:
        self._pairs: dict[str, tuple[Signer, Signer]] = {}
        self._made = 0

    def submit(self, batch: Facts) -> None:
        """The maker's part; the batch then waits for a checker."""
        self._decide(self._pair(batch)[0], "submit", batch)

    def pay(self, batch: Facts, on: date) -> None:
        """Submit, approve, export, and the bank's answers: settled, in September one returned."""
        maker, checker = self._pair(batch)
        self._decide(maker, "submit", batch)
        self._decide(checker, "approve", batch)
        portal_gateway.batch_export(batch["batch_id"])
        names = sorted(payment["end_to_end_id"] for payment in batch["payments"])
        for name in names:
            for state in ("accepted", "settled"):
                _answer(name, state, on + timedelta(days=1))
        if on.month == 9 and len(names) > 3:
            _answer(names[-1], "returned", on + timedelta(days=4), "AC04")

    def leave(self) -> None:
        """Close everybody's access, as for anybody who leaves."""
        for pair in self._pairs.values():
            for signer in pair:
                portal_gateway.person_disable(signer.email, "left the company")

    def _pair(self, batch: Facts) -> tuple[Signer, Signer]:
        program_id = batch["program_id"]
        pair = self._pairs.get(program_id)
        if pair is None or not all(one.free_steps for one in pair):
            for signer in pair or ():
                portal_gateway.person_disable(signer.email, "left the company")
            self._made += 1
            pair = (
                _signer(program_id, "finance_maker", self._made),
                _signer(program_id, "finance_checker", self._made),
            )
            self._pairs[program_id] = pair
        return pair

    def _decide(self, signer: Signer, verb: str, batch: Facts) -> None:
        name, digest = batch["batch_id"], batch["digest"]
        token = portal_gateway.token_mint(
            person=signer.email, verb=verb, batch_id=name, code=signer.code()
        )
        portal_gateway.batch_decide(
            verb, person=signer.email, batch_id=name, digest=digest, token=token
        )


def _signer(program_id: str, role: str, number: int) -> Signer:
    email = f"{role.split('_')[1]}{number}.{program_id}@former.example"
    portal_gateway.person_create(email, f"Former {role.replace('_', ' ')}", password_made())
    portal_gateway.role_grant(email, program_id, role)
    return Signer(email, portal_gateway.totp_secret_set(email))


def _answer(end_to_end_id: str, state: str, on: date, reason: str = "") -> None:
    portal_gateway.payment_answer(end_to_end_id=end_to_end_id, state=state, on=on, reason=reason)
