"""Whole programs."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hypothesis import strategies as st

from tests.properties.counting import add_exclusions, add_later_clicks, counting_components
from tests.properties.cpas import add_client_facts, add_reviews, cpa
from tests.properties.draft import Data, Draft
from tests.properties.events import add_details, add_facts, event_components
from tests.properties.lots import add_accounts, add_symbols, add_trades, lot_overrides, per_lot
from tests.properties.off import on
from tests.properties.people import add_clients, add_partners
from tests.properties.periods import period_components
from tests.properties.plans import add_deals, add_plans
from tests.properties.sales import add_sales, sale_overrides, sale_share
from tests.properties.shares import add_activity, add_money, no_overrides, revshare
from tests.properties.values import ZONES
from tests.properties.wide import widen


def lot_program(dice: Random) -> Draft:
    """Introducing brokers under each other, paid per lot."""
    draft = Draft(zone=dice.choice(ZONES))
    add_symbols(draft)
    add_partners(dice, draft)
    add_plans(dice, draft, lambda d: [per_lot(d)])
    add_deals(dice, draft, lot_overrides)
    clients = add_clients(dice, draft)
    add_trades(dice, draft, add_accounts(dice, draft, clients))
    add_reviews(dice, draft, clients)
    return draft


def sale_program(dice: Random) -> Draft:
    """Affiliates paid a share of what their clients buy."""
    draft = Draft(zone=dice.choice(ZONES))
    add_partners(dice, draft)
    add_plans(dice, draft, lambda d: [sale_share(d)])
    add_deals(dice, draft, sale_overrides)
    clients = add_clients(dice, draft)
    add_sales(dice, draft, clients)
    add_reviews(dice, draft, clients)
    return draft


def share_program(dice: Random) -> Draft:
    """Affiliates paid a share of what a period leaves."""
    draft = Draft(zone=dice.choice(ZONES))
    add_partners(dice, draft)
    add_plans(dice, draft, lambda d: [revshare(d)])
    add_deals(dice, draft, no_overrides)
    clients = add_clients(dice, draft)
    add_activity(dice, draft, clients)
    add_money(dice, draft, clients)
    add_reviews(dice, draft, clients)
    return draft


def cpa_program(dice: Random) -> Draft:
    """Affiliates paid for clients that qualify."""
    draft = Draft(zone=dice.choice(ZONES))
    add_partners(dice, draft)
    add_plans(dice, draft, lambda d: [cpa(d)])
    add_deals(dice, draft, no_overrides)
    clients = add_clients(dice, draft)
    add_client_facts(dice, draft, clients)
    add_reviews(dice, draft, clients)
    return draft


def event_program(dice: Random) -> Draft:
    """Partners under each other with event components of every type, and overrides."""
    draft = Draft(zone=dice.choice(ZONES))
    add_details(draft)
    add_partners(dice, draft, 2)
    add_plans(dice, draft, event_components, steady=True)
    add_deals(dice, draft, no_overrides, busy=True)
    clients = add_clients(dice, draft, busy=True)
    add_facts(dice, draft, clients, add_accounts(dice, draft, clients))
    add_reviews(dice, draft, clients)
    return draft


def period_program(dice: Random) -> Draft:
    """Partners under each other with period components, all tiers, fences and overrides."""
    draft = Draft(zone=dice.choice(ZONES))
    add_partners(dice, draft)
    add_plans(dice, draft, period_components, steady=True)
    add_deals(dice, draft, no_overrides, busy=True)
    clients = add_clients(dice, draft, busy=True)
    add_activity(dice, draft, clients)
    add_money(dice, draft, clients)
    add_reviews(dice, draft, clients)
    return draft


def counting_program(dice: Random) -> Draft:
    """Affiliates paid by how many clients qualify, or step by step; clients may move."""
    draft = Draft(zone=dice.choice(ZONES))
    if dice.random() < 0.4 and on("reattribution"):
        draft.reattribute_after = dice.choice([5, 20])
    add_partners(dice, draft)
    add_plans(dice, draft, counting_components, steady=True)
    add_deals(dice, draft, no_overrides, busy=True)
    clients = add_clients(dice, draft, busy=True)
    add_client_facts(dice, draft, clients)
    add_later_clicks(dice, draft, clients)
    add_exclusions(dice, draft, clients)
    add_reviews(dice, draft, clients)
    return draft


def hybrid_program(dice: Random) -> Draft:
    """Affiliates with a CPA and a share, mostly with the CPA as an advance on the share."""
    draft = Draft(zone=dice.choice(ZONES))
    add_partners(dice, draft)
    add_plans(dice, draft, hybrid)
    add_deals(dice, draft, no_overrides)
    clients = add_clients(dice, draft)
    add_activity(dice, draft, clients)
    add_money(dice, draft, clients)
    add_client_facts(dice, draft, clients)
    add_reviews(dice, draft, clients)
    return draft


def hybrid(dice: Random) -> list[Data]:
    """A CPA and a share of one plan."""
    share = revshare(dice)
    if dice.random() < 0.8:
        marginal = share.get("tiers", {}).get("kind") == "marginal"
        by_client = share["carryover"]["scope"] == "client" and not marginal
        per = "client" if by_client and dice.random() < 0.6 else "deal"
        share["recoup"] = {"from": "cpa", "per": per}
    return [cpa(dice), share]


def wide_program(dice: Random) -> Draft:
    """One of the other programs, with options that they leave out."""
    makers = (
        lot_program, sale_program, share_program, cpa_program, event_program, event_program,
        period_program, period_program, period_program, counting_program, hybrid_program,
    )  # fmt: skip
    draft = dice.choice(makers)(dice)
    widen(dice, draft)
    return draft


def strategy(make: Callable[[Random], Draft]) -> st.SearchStrategy[Draft]:
    """Programs by seed: a program prints as its seed and is made again from it."""
    return st.integers(0, 2**32 - 1).map(lambda number: make(Random(number)))
