"""People with an authenticator, who sign in through the pages as people do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.end_to_end.product import Product

STEP_SECONDS = 30


@dataclass(frozen=True)
class Person:
    """Address, password and the secret of the authenticator (base32)."""

    email: str
    password: str
    secret: str
    _shown: set[int] = field(default_factory=set, compare=False)

    def code(self) -> str:
        """A code that is good now and was not shown before: RFC 6238, six digits, 30 seconds.

        Each is good once. The next step's and the one before are good as well; when all three
        were shown, it waits for the next.
        """
        while True:
            now = int(time.time()) // STEP_SECONDS
            fresh = [step for step in (now, now + 1, now - 1) if step not in self._shown]
            if fresh:
                self._shown.add(fresh[0])
                return self._of(fresh[0])
            time.sleep(1)

    def _of(self, step: int) -> str:
        key = base64.b32decode(self.secret + "=" * (-len(self.secret) % 8))
        digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
        place = digest[-1] & 0x0F
        number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06d}"


def person_made(product: Product, email: str, *seat: str) -> Person:
    """`openbook person create`; `seat` is `--partner …` or `--role …`."""
    return people_made(product, {email: seat})[email]


def people_made(product: Product, seats: Mapping[str, Sequence[str]]) -> dict[str, Person]:
    """Several people by their addresses, in one process."""
    lines = [
        ["person", "create", email, "--name", email.partition("@")[0], "--second-factor",
         *seat, "--json"]
        for email, seat in seats.items()
    ]  # fmt: skip
    told = [json.loads(did.out) for did in product.commands(*lines)]
    return {
        email: Person(email, one["password"], one["totp_secret"])
        for email, one in zip(seats, told, strict=True)
    }


def sign_in(page: Page, who: Person) -> None:
    """From the sign-in page on: password, then code."""
    page.get_by_label("Email").fill(who.email)
    page.get_by_label("Password").fill(who.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(who.code())
    page.get_by_role("button", name="Sign in").click()
