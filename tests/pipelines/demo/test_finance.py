"""Codes of the demo's finance people: each once, none that is about to end."""

from __future__ import annotations

import pytest

from pipelines.demo import finance
from pipelines.demo.finance import STEP_SECONDS, Signer

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def at(monkeypatch: pytest.MonkeyPatch, step: int, second: int) -> None:
    monkeypatch.setattr(finance.time, "time", lambda: step * STEP_SECONDS + second + 0.9)


def test_three_codes_are_free_early_in_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 1000, 2)
    assert Signer("a@former.example", SECRET).free_steps == [999, 1000, 1001]


def test_a_code_that_ends_in_a_moment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: on a slow machine it was too old when the portal looked; the demo stopped."""
    at(monkeypatch, 1000, 28)
    assert Signer("a@former.example", SECRET).free_steps == [1000, 1001]


def test_no_code_is_used_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 1000, 2)
    signer = Signer("a@former.example", SECRET)
    assert len({signer.code() for _ in range(3)}) == 3
    assert signer.free_steps == []
