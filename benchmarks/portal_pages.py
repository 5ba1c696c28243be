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
    from portal.releases.reader import current_release
    from portal.releases.selectors.overview import overview_get
    from portal.releases.selectors.statements import statement_list

    release = current_release(program_id)
    base = f"/{program_id}/{partner_id}/"
    paths = {
        "overview": base,
        "reports": base + "reports/?by=component&then=level",
        "reports by day": base + "reports/?by=day",
        "report lines": base + "reports/?by=line",
        "commissions": base + "commissions/",
        "earned nothing": base + "commissions/unpaid/",
        "statements": base + "statements/",
        "payments": base + "payments/",
    }
    found = overview_get(release, partner_id)
    if found and found.components:
        line_id = found.components[0].example_line_id
        paths["why"] = f"{base}commissions/{found.choice.period.period_id}/{line_id}/"
    for one in statement_list(release, partner_id)[:1]:
        key = f"{one.calendar_id}/{one.period_id}/{one.total.currency_code}"
        paths["statement"] = f"{base}statements/{key}/"
    return paths


def _measure(rounds: int) -> bool:
    from django.test import Client

    from portal.releases.reader import counted_queries

    members = _members()
    if not members:
        raise SystemExit("no partner person with a release here: run `make up`, or use --fixture")
    is_kept = True
    print(
        f"{'program':12} {'page':16} {'median ms':>9} {'cpu ms':>7} {'p95 ms':>7}"
        f" {'queries':>7} {'kB':>6}"
    )
    for user, program_id, partner_id in members:
        browser = Client()
        browser.force_login(user)
        for page, path in _paths(program_id, partner_id).items():
            times, asked, size = [], 0, 0
            browser.get(path)
            worked = time.process_time()
            for _ in range(rounds):
                with counted_queries() as statements:
                    start = time.perf_counter()
                    response = browser.get(path)
                    times.append((time.perf_counter() - start) * 1000)
                if response.status_code != 200:
                    raise SystemExit(f"{path} answered {response.status_code}")
                asked, size = len(statements), len(response.content)
            cpu = (time.process_time() - worked) * 1000 / rounds
            median = statistics.median(times)
            late = sorted(times)[int(len(times) * 0.95) - 1]
            is_kept &= median <= LIMIT_MS and asked <= LIMIT_QUERIES
            print(
                f"{program_id:12} {page:16} {median:9.1f} {cpu:7.1f} {late:7.1f} {asked:7d}"
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
    from tests.end_to_end.screenshots import prepare

    with tempfile.TemporaryDirectory(prefix="openbook-bench-") as folder:
        prepare(Path(folder), debug=False)
        sys.exit(0 if _measure(given.rounds) else 1)


if __name__ == "__main__":
    main()
