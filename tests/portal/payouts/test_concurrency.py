"""Two freezes at the same moment, in two processes on one database file: nothing is paid twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.portal.payouts import world
world.make_program()
for number in range(20):
    world.make_partner(partner_id=f"P-{number}")
"""
# Both wait for the same file, then freeze: the first on one day, the other on the day it is told.
FREEZE = """
import sys, time, pathlib, datetime
import django; django.setup()
from portal.partners.errors import DomainError
from tests.portal.payouts import world
start, day = pathlib.Path(sys.argv[1]), datetime.date.fromisoformat(sys.argv[2])
print("ready", flush=True)
while not start.exists():
    time.sleep(0.001)
entries = [world.entry(10_000, f"P-{number}") for number in range(20)]
try:
    world.freeze(entries, on=day)
except DomainError as refusal:
    print(refusal.code)
"""
COUNT = """
import django; django.setup()
from django.db.models import Sum
from portal.payouts.models import Payment, PayoutBatch, Reservation
found = Reservation.objects.values("partner").annotate(total=Sum("amount_minor"))
print(sorted({row["total"] for row in found}), Payment.objects.count(), len(found))
"""


@pytest.mark.parametrize("other_day", ["2026-12-04", "2026-12-05"])
def test_two_processes_freeze_at_once_and_each_balance_is_paid_once(
    tmp_path: Path, other_day: str
) -> None:
    env = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.config.settings",
    }

    def python(code: str, *args: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code, *args],
            env=env,
            cwd=Path(__file__).parents[3],
            stdout=subprocess.PIPE,
            text=True,
        )

    assert python(PREPARE).wait(120) == 0
    start = tmp_path / "start"
    both = [python(FREEZE, str(start), day) for day in ("2026-12-04", other_day)]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    start.touch()
    assert [process.wait(60) for process in both] == [0, 0]
    count = python(COUNT)
    assert count.communicate(timeout=60)[0] == "[10000] 20 20\n"
