"""People with an authenticator, who sign in through the pages as people do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.end_to_end.product import Product


@dataclass(frozen=True)
class Person:
    """Address, password and the secret of the authenticator (base32)."""

    email: str
    password: str
    secret: str

    def code(self) -> str:
        """The authenticator's present code: RFC 6238, six digits, 30 seconds."""
        step = struct.pack(">Q", int(time.time()) // 30)
        key = base64.b32decode(self.secret + "=" * (-len(self.secret) % 8))
        digest = hmac.new(key, step, hashlib.sha1).digest()
        place = digest[-1] & 0x0F
        number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06d}"


def person_made(product: Product, email: str, *seat: str) -> Person:
    """`openbook person create`; `seat` is `--partner …` or `--role …`."""
    name = email.partition("@")[0]
    made = product.ask(["person", "create", email, "--name", name, "--second-factor", *seat])
    return Person(email, made["password"], made["totp_secret"])


def sign_in(page: Page, who: Person) -> None:
    """From the sign-in page on: password, then code."""
    page.get_by_label("Email").fill(who.email)
    page.get_by_label("Password").fill(who.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(who.code())
    page.get_by_role("button", name="Sign in").click()
