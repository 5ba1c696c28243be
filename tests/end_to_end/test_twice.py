"""Running everything twice changes nothing: equal input, equal digests (DESIGN, Promises)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.end_to_end import harbour
from tests.end_to_end.conftest import CLOSED_DAY, GIVEN, OPEN_DAY
from tests.end_to_end.product import Product


def digests(product: Product, programs: list[str]) -> dict[str, str]:
    return {program: product.digest(program) for program in programs}


def forget_all_that_is_computed(product: Product) -> None:
    """Leave what remembers: canonical files, ledger, portal database; and keys and plans."""
    for folder in ("warehouse", "releases", "portal_feed"):
        shutil.rmtree(product.data_dir / folder)


def test_a_second_build_of_the_same_input_is_the_same_release(harbour_copy: Product) -> None:
    programs = list(harbour.PROGRAMS)
    before = digests(harbour_copy, programs)
    said = harbour_copy.ask("refresh --force")
    assert {found["program_id"]: found["outcome"] for found in said["programs"]} == dict.fromkeys(
        programs, "unchanged"
    )
    assert digests(harbour_copy, programs) == before


def test_a_build_on_another_machine_and_day_is_the_same_release(
    harbour_open: Product, tmp_path: Path
) -> None:
    """Only the pseudonyms' keys are taken along: they are an operator's own."""
    elsewhere = Product(tmp_path / "data", on="2031-05-06T07:08:09+00:00")
    elsewhere.stand_still_at(OPEN_DAY)
    keys = elsewhere.data_dir / "keys"
    keys.mkdir(mode=0o700)
    for path in (harbour_open.data_dir / "keys").glob("*.pseudonym"):
        shutil.copy2(path, keys)
    harbour.found(elsewhere, "2022-10")
    given = (harbour_open.data_dir / GIVEN).read_bytes()
    harbour.deliver(elsewhere, given, harbour.LOGIN, "2022-10")
    elsewhere.commands("refresh")
    programs = list(harbour.PROGRAMS)
    assert digests(elsewhere, programs) == digests(harbour_open, programs)


def test_canonical_files_ledger_and_portal_rebuild_the_warehouse(
    harbour_closed: Product, tmp_path: Path
) -> None:
    shutil.copytree(harbour_closed.data_dir, tmp_path / "data", symlinks=True)
    product = Product(tmp_path / "data")
    before = digests(product, list(harbour.PROGRAMS))
    forget_all_that_is_computed(product)
    product.stand_still_at(CLOSED_DAY)
    product.commands("refresh")
    assert digests(product, list(harbour.PROGRAMS)) == before


DEMO_PROGRAMS = ["brightspin", "larkspur", "ledgerly", "summit"]


@pytest.mark.long
def test_the_demo_is_the_same_whenever_it_is_built(tmp_path: Path) -> None:
    """Two builds on different days, then one from canonical files, ledger and portal alone."""
    first = Product(tmp_path / "first", on="2026-11-02T08:00:00+00:00")
    second = Product(tmp_path / "second", on="2027-02-03T19:00:00+00:00")
    for product in (first, second):
        product.use_the_repository_plans()
        product.commands("demo build")
    built = digests(first, DEMO_PROGRAMS)
    assert digests(second, DEMO_PROGRAMS) == built
    forget_all_that_is_computed(second)
    second.commands("refresh")
    assert digests(second, DEMO_PROGRAMS) == built
