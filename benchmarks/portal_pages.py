"""How long the portal takes for each partner page, and how often it asks a release.

    python -m benchmarks.portal_pages [--rounds 20] [--fixture]

Runs inside one process against DATA_DIR's portal database and releases, as the member whose
partner has most lines in each program; `--fixture` runs on the small release of the tests instead.
Promise: median server time at most 60 ms, at most 2 queries to a release. Exit code 1 if broken.
Where `cpu` is much below `median`, the machine was busy with something else.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

LIMIT_MS, LIMIT_QUERIES = 60, 2


def _members() -> list[tuple[object, str, str]]:
    """(user, program, partner) with most lines in its program's release."""
    from portal.accounts.models import Membership
    from portal.releases.reader import NoRelease, current_release

    best: dict[str, tuple[int, object, str]] = {}
    for member in Membership.objects.select_related("user").order_by("pk"):
        try:
            release = current_release(member.program_id)
        except NoRelease:
            continue
        count = release.row(
            "select coalesce(sum(line_count), 0)::bigint as n from pub_portal__partner_periods"
            " where partner_id = $partner",
            partner=member.partner_id,
        )["n"]
        if count > best.get(member.program_id, (-1,))[0]:
            best[member.program_id] = (count, member.user, member.partner_id)
    return [(user, program, partner) for program, (_n, user, partner) in sorted(best.items())]


def _paths(program_id: str, partner_id: str) -> dict[str, str]:
    """Every page of the partner side, by portal/policy/routes.py; files to load are no pages."""
    from tests.end_to_end.every_page import pages

    base = f"/{program_id}/{partner_id}/"
    paths = {
        shot.name.removeprefix("partner-"): shot.path
        for shot in pages(program_id, partner_id, strict=False)
        if shot.path.startswith(base)
    }
    return paths | {
        "reports by day": base + "reports/?by=day",
        "report lines": base + "reports/?by=line",
    }


def _measure(rounds: int) -> bool:
    from unittest.mock import patch

    from django.test import Client

    from portal.releases.reader import counted_queries

    members = _members()
    if not members:
        raise SystemExit("no partner person with a release here: run `make up`, or use --fixture")
    is_kept = True
    print(
        f"{'program':12} {'page':24} {'median ms':>9} {'cpu ms':>7} {'p95 ms':>7}"
        f" {'queries':>7} {'kB':>6}"
    )
    browsers: dict[object, Client] = {}
    for user, program_id, partner_id in members:
        if user not in browsers:
            browsers[user] = Client()
            with patch("portal.accounts.receivers.device_seen"):
                browsers[user].force_login(user)
        browser = browsers[user]
        for page, path in _paths(program_id, partner_id).items():
            times, asked, size = [], 0, 0
            if "text/html" not in browser.get(path).get("Content-Type", ""):
                continue  # a file, or a way to another page
            worked = time.process_time()
            for _ in range(rounds):
                with counted_queries() as statements:
                    start = time.perf_counter()
                    response = browser.get(path)
                    times.append((time.perf_counter() - start) * 1000)
                if response.status_code >= 400:
                    raise SystemExit(f"{path} answered {response.status_code}")
                asked, size = len(statements), len(response.content)
            cpu = (time.process_time() - worked) * 1000 / rounds
            median = statistics.median(times)
            late = sorted(times)[int(len(times) * 0.95) - 1]
            is_kept &= median <= LIMIT_MS and asked <= LIMIT_QUERIES
            print(
                f"{program_id:12} {page:24} {median:9.1f} {cpu:7.1f} {late:7.1f} {asked:7d}"
                f" {size / 1000:6.1f}"
            )
    print(f"at most {LIMIT_MS} ms and {LIMIT_QUERIES} queries: {'kept' if is_kept else 'BROKEN'}")
    return is_kept


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--fixture", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
    if not given.fixture:
        import django

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS.append("testserver")
        sys.exit(0 if _measure(given.rounds) else 1)
    from tests.end_to_end.stage import prepare

    with tempfile.TemporaryDirectory(prefix="openbook-bench-") as folder:
        prepare(Path(folder))
        sys.exit(0 if _measure(given.rounds) else 1)


if __name__ == "__main__":
    main()
