"""A frozen batch, and people of the operator in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from portal.accounts import services
from portal.accounts.models import User
from portal.deals.services import deal_create
from portal.payouts.models import PayoutBatch
from portal.reviews.models import Review
from portal.reviews.services import review_place
from tests.fixtures.release import build_releases
from tests.fixtures.release_people import BY, PASSWORD, populate, write_clock
from tests.portal.payouts.world import IBANS, entry, freeze, make_partner, make_program

Staff = Callable[..., tuple[User, Client]]


@pytest.fixture
def batch(db: None) -> PayoutBatch:
    """Two payments and one partner below its threshold, in larkspur; tamarind has nothing."""
    make_program()
    make_program("tamarind")
    make_partner()
    make_partner(partner_id="P-2042", account=IBANS["FR"])
    make_partner(partner_id="P-2043", threshold_minor=10_000)
    return freeze([entry(10_000), entry(20_000, "P-2042"), entry(6_140, "P-2043")])


@pytest.fixture
def staff(person: Callable[..., User], sign_in: Callable[[User], Client]) -> Staff:
    """`staff("clara", "finance_maker")`: the person with that role in larkspur, signed in."""

    def make(name: str, role: str, program_id: str = "larkspur") -> tuple[User, Client]:
        user = person(name, roles={program_id: role}, with_totp=True)
        return user, sign_in(user)

    return make


@pytest.fixture
def partner_person(person: Callable[..., User], sign_in: Callable[[User], Client]) -> Client:
    """Somebody of a partner, who is no staff at all."""
    return sign_in(person("nadia", partners={("larkspur", "P-2041"): "owner"}))


Desks = Callable[[str], Client]


def held(**more: object) -> Review:
    """A case about a client of P-2002, held until 10 November."""
    facts = {
        "program_id": "larkspur", "target_kind": "client", "target_id": "C-1",
        "signal_code": "shared_address", "reason": "several clients, one address",
        "decide_by": date(2026, 11, 10), "partner_id": "P-2002", **more,
    }  # fmt: skip
    return review_place(by=BY, **facts)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A request in a person's language leaves that language behind in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def staff_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with both releases and a clock."""
    folder = tmp_path_factory.mktemp("staff-pages")
    build_releases(folder)
    write_clock(folder)
    return folder


@pytest.fixture
def people(db: None, staff_data: Path, settings: object) -> dict[str, User]:
    """The fixture's partners with their people, and a deal of P-2002."""
    settings.DATA_DIR = staff_data  # type: ignore[attr-defined]
    found = populate()
    deal_create(by=BY, program_id="larkspur", partner_id="P-2002", plan_id="ib_standard",
                valid_from=date(2026, 8, 1))  # fmt: skip
    return found


@pytest.fixture
def desk_of(people: dict[str, User]) -> Desks:
    """`desk_of("manager")`: a signed-in person with that role in larkspur; a partner's by name."""

    def enter(name: str) -> Client:
        browser = Client()
        if name in people:
            browser.force_login(people[name])
            return browser
        role = name.partition("-")[0]
        program = "tamarind" if name.endswith("-tamarind") else "larkspur"
        user = services.person_create(f"{name.replace('_', '.')}@operator.example", name, PASSWORD)
        services.role_grant(user, program, role)
        services.totp_secret_set(user)
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
        browser.post("/account/2fa/authenticate/", {"code": services.totp_code_now(user)})
        return browser

    return enter
