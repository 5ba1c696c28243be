"""`openbook program`, `partner` and `deal`: what the main job needs, as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from pipelines.commands import deal, partner, program
from pipelines.commands.deal import overrides_of
from pipelines.defs.feeds.pseudonyms import pseudonym
from pipelines.lib import portal_gateway as gateway
from pipelines.lib.errors import OpenbookError
from portal.deals.models import DealVersion
from portal.partners.models import Partner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def run(app: Typer, *words: str) -> str:
    """The output; an error of ours is raised as the command line would print it."""
    result = CliRunner().invoke(app, list(words), catch_exceptions=True)
    if isinstance(result.exception, OpenbookError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def start(program_id: str = "tiny") -> None:
    run(program.app, "create", program_id, "--name", "Tiny FX", "--vertical", "forex",
        "--currency", "USD", "--first-period", "2022-10")  # fmt: skip


def person(name: str, *words: str) -> str:
    return run(partner.app, "create", name, "--program", "tiny", "--name", name, *words)


def test_three_partners_under_each_other_with_a_deal() -> None:
    start()
    person("P-1", "--from", "2022-10-01")
    person("P-2", "--parent", "P-1", "--from", "2022-10-01")
    assert person("P-3", "--parent", "P-2", "--from", "2022-10-01") == (
        "created tiny/P-3 under P-2\n"
    )
    made = run(deal.app, "create", "P-3", "ib_standard", "--program", "tiny",
               "--from", "2022-10-01", "--override", "components.rebate.x[symbol=EURUSD]=4.50",
               "--json")  # fmt: skip
    assert json.loads(made) == {"deal_id": "D-101"}
    version = DealVersion.objects.get()
    assert version.overrides == {"components.rebate.x[symbol=EURUSD]": "4.50"}
    listed = json.loads(run(program.app, "list", "--json"))
    assert listed[0]["calendars"] == {"month": "2022-10"}


def test_a_partner_whose_parent_is_not_there_is_not_created_either() -> None:
    start()
    with pytest.raises(gateway.GatewayRefused, match="P-9"):
        person("P-2", "--parent", "P-9")
    assert not Partner.objects.exists()


def test_own_accounts_are_kept_under_the_pseudonym_that_feeds_give_them() -> None:
    """Regression: the id was kept as typed, so no client of a feed was ever the partner's own."""
    start()
    person("P-1", "--own-client", "51007", "--own-client", "88", "--id-source", "crm")
    kept = Partner.objects.get(partner_id="P-1").own_client_ids
    assert sorted(kept) == sorted(pseudonym("tiny", native, "crm") for native in ("51007", "88"))


def test_a_circle_is_refused_with_the_way_round_it() -> None:
    start()
    person("P-1", "--from", "2022-10-01")
    person("P-2", "--parent", "P-1", "--from", "2022-10-01")
    with pytest.raises(gateway.GatewayRefused, match="P-2 under P-1 under P-2"):
        run(partner.app, "relation", "P-1", "--program", "tiny", "--parent", "P-2",
            "--from", "2023-01-01", "--reason", "x")  # fmt: skip


def test_a_deal_is_changed_and_ended_by_dated_versions() -> None:
    start()
    person("P-1")
    run(deal.app, "create", "P-1", "ib_standard", "--program", "tiny", "--from", "2022-10-01")
    run(deal.app, "change", "D-101", "--program", "tiny", "--from", "2023-01-01",
        "--plan", "ib_pro", "--reason", "more volume")  # fmt: skip
    said = run(deal.app, "end", "D-101", "--program", "tiny", "--on", "2023-06-30",
               "--reason", "left")  # fmt: skip
    assert said == "D-101 ends on 2023-06-30\n"
    assert list(DealVersion.objects.values_list("version_no", "plan_id", "is_end")) == [
        (1, "ib_standard", False),
        (2, "ib_pro", False),
        (3, "", True),
    ]


def test_overrides_are_text_or_json_tables() -> None:
    assert overrides_of(['steps=[{"from": "0"}]', "a[x=y].b = 1.50"]) == {
        "steps": [{"from": "0"}],
        "a[x=y].b": "1.50",
    }
    for wrong in ("rate", "=5", "steps=[1,"):
        with pytest.raises(OpenbookError, match="--override"):
            overrides_of([wrong])
