"""People of a finance department."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.accounts.models import User


@pytest.fixture
def clara(person: Callable[..., User]) -> User:
    """Finance maker of larkspur."""
    return person("clara", roles={"larkspur": "finance_maker"}, with_totp=True)


@pytest.fixture
def daniel(person: Callable[..., User]) -> User:
    """Finance checker of larkspur."""
    return person("daniel", roles={"larkspur": "finance_checker"}, with_totp=True)


@pytest.fixture
def priya(person: Callable[..., User]) -> User:
    """Another finance checker of larkspur."""
    return person("priya", roles={"larkspur": "finance_checker"}, with_totp=True)


@pytest.fixture
def nadia(person: Callable[..., User]) -> User:
    """Owner of P-2041."""
    return person("nadia", partners={("larkspur", "P-2041"): "owner"})
