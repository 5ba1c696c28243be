"""Payment files: valid by their schema, the same bytes each time, kept with their hash."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from portal.accounts.models import User
from portal.partners.errors import DomainError
from portal.payouts.bank_files import (
    NAMESPACE,
    Debtor,
    FileInvalid,
    Transfer,
    latin,
    sepa_file,
    transfer_list,
    validate,
)
from portal.payouts.models import PayoutBatch
from portal.payouts.services import batch_export
from tests.portal.payouts.world import (
    IBANS,
    OPERATOR,
    decide,
    entry,
    freeze,
    make_partner,
    make_program,
    standing_clock,
)

NS = {"p": NAMESPACE}


def transfer(**fields: object) -> Transfer:
    facts = {
        "end_to_end_id": "LARKSPUR-261204-ABCDEFGHIJKLMNOP",
        "name": "Nørthgate Signals OÜ & Söhne",
        "account": IBANS["NL"],
        "bic": "",
        "town": "",
        "country": "",
        "currency_code": "EUR",
        "amount_minor": 3_665_067,
        "text": "Larkspur Markets 2026-12-04",
    }
    return Transfer(**{**facts, **fields})  # type: ignore[arg-type]


def written(*transfers: Transfer) -> bytes:
    return sepa_file(
        message_id="A" * 30,
        created_at=datetime(2026, 12, 4, 6, tzinfo=UTC),
        execute_on=date(2026, 12, 4),
        debtor=Debtor("Larkspur Markets Ltd", IBANS["DE"], "COBADEFFXXX"),
        transfers=transfers,
    )


def texts(content: bytes, path: str) -> list[str]:
    return [str(node.text) for node in etree.fromstring(content).findall(path, NS)]


def test_amounts_are_exact_and_the_control_sum_re_adds() -> None:
    content = written(transfer(), transfer(end_to_end_id="X", amount_minor=5))
    assert texts(content, ".//p:InstdAmt") == ["36650.67", "0.05"]
    assert texts(content, ".//p:CtrlSum") == ["36650.72", "36650.72"]
    assert texts(content, ".//p:NbOfTxs") == ["2", "2"]


def test_names_are_written_in_characters_that_every_bank_takes() -> None:
    assert texts(written(transfer()), ".//p:Cdtr/p:Nm") == ["Northgate Signals OU Sohne"]
    assert latin("日本 %", 70) != ""


def test_an_address_is_structured_or_absent() -> None:
    assert b"AdrLine" not in written(transfer(town="Tallinn", country="EE"))
    assert texts(written(transfer(town="Tallinn", country="EE")), ".//p:TwnNm") == ["Tallinn"]
    assert texts(written(transfer(town="Tallinn")), ".//p:PstlAdr") == []


def test_a_file_that_its_schema_refuses_is_not_made() -> None:
    with pytest.raises(FileInvalid, match="EndToEndId"):
        written(transfer(end_to_end_id="X" * 36))
    with pytest.raises(FileInvalid):
        validate(b"<Document xmlns='" + NAMESPACE.encode() + b"'/>")


def test_the_file_is_valid_by_the_schema_that_banks_publish() -> None:
    """Runs on the published schema when OPENBOOK_ISO20022 names the folder that holds it."""
    folder = os.environ.get("OPENBOOK_ISO20022")
    if not folder:
        pytest.skip("OPENBOOK_ISO20022 is not set: judged by sepaxml's copy of the schema only")
    paths = sorted(Path(folder).rglob("pain.001.001.09.xsd"))
    assert paths, f"{folder} has no pain.001.001.09.xsd"
    content = written(transfer(town="Tallinn", country="EE", bic="COBADEFFXXX"))
    for path in paths:
        etree.XMLSchema(etree.parse(str(path))).assertValid(etree.fromstring(content))


def test_a_transfer_list_does_not_start_a_formula() -> None:
    rows = transfer_list([transfer(name="=cmd()", currency_code="JPY", amount_minor=500)])
    lines = rows.decode().splitlines()
    assert lines[0].startswith("end_to_end_id,name,account")
    assert "'=cmd()" in lines[1]
    assert ",JPY,500," in lines[1]


@pytest.fixture
def approved(db: None, clara: User, daniel: User) -> PayoutBatch:
    make_program()
    make_partner()
    make_partner(partner_id="P-2042", account="US0482", kind="wire", payout_currency_code="USD")
    make_partner(partner_id="P-2043", account=IBANS["FR"])
    batch = freeze([entry(10_000), entry(20_000, "P-2042"), entry(7_000, "P-2043")])
    held = batch.payments.get(partner__partner_id="P-2043")
    decide(daniel, "hold", batch, payment=held.end_to_end_id, reason="ask")
    decide(clara, "submit", batch)
    return decide(daniel, "approve", batch)


def test_only_an_approved_batch_becomes_files(db: None) -> None:
    make_program()
    make_partner()
    with pytest.raises(DomainError) as refused:
        batch_export(batch_id=freeze([entry(10_000)]).batch_id, by=OPERATOR)
    assert refused.value.code == "not_approved"


def test_files_are_kept_with_their_hash_and_made_again_byte_for_byte(
    approved: PayoutBatch,
) -> None:
    with standing_clock():
        paths = batch_export(batch_id=approved.batch_id, by=OPERATOR)
    assert [path.name for path in paths] == [
        "larkspur-2026-12-04-pain.001.xml",
        "larkspur-2026-12-04-transfers-USD.csv",
    ]
    assert paths[0].parent.parts[-3:] == ("payments", "larkspur", "2026-12-04")
    first = [path.read_bytes() for path in paths]
    kept = {row.name: row.sha256 for row in approved.files.all()}
    assert kept == {
        path.name: hashlib.sha256(content).hexdigest()
        for path, content in zip(paths, first, strict=True)
    }
    paths[0].unlink()
    with standing_clock(datetime(2027, 1, 1, tzinfo=UTC)):
        again = batch_export(batch_id=approved.batch_id, by=OPERATOR)
    assert [path.read_bytes() for path in again] == first
    approved.refresh_from_db()
    assert approved.state == "exported"


def test_a_held_payment_is_not_in_the_file_and_its_money_is_available_again(
    approved: PayoutBatch,
) -> None:
    batch_export(batch_id=approved.batch_id, by=OPERATOR)
    states = {p.partner.partner_id: p.state for p in approved.payments.all()}
    assert states == {"P-2041": "exported", "P-2042": "exported", "P-2043": "recalled"}
    entries = [entry(10_000), entry(20_000, "P-2042"), entry(7_000, "P-2043")]
    later = freeze(entries, on=date(2026, 12, 7))
    assert [p.partner.partner_id for p in later.payments.all()] == ["P-2043"]


def test_an_altered_file_is_never_handed_out_again(approved: PayoutBatch) -> None:
    path = batch_export(batch_id=approved.batch_id, by=OPERATOR)[0]
    path.write_bytes(path.read_bytes().replace(b"88.94", b"99.94"))
    with pytest.raises(DomainError) as refused:
        batch_export(batch_id=approved.batch_id, by=OPERATOR)
    assert refused.value.code == "file_altered"


def test_accounts_lie_encrypted_in_the_database(approved: PayoutBatch) -> None:
    from portal.payouts.models import PayoutMethod

    for method in PayoutMethod.objects.all():
        assert IBANS["NL"] not in str(vars(method))
    assert PayoutMethod.objects.get(partner__partner_id="P-2041").masked == "NL·· 4300"
