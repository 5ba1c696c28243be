"""Payment files: SEPA pain.001.001.09 and a CSV transfer list. Pure; the same bytes each time.

Written with lxml because sepaxml draws message ids and the creation time by itself, so that its
bytes differ from run to run; its schema (pain.001.001.09.xsd) judges the result. Addresses are
structured or absent: banks refuse address lines since 15 November 2026 (FEEDS, "What goes out").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from defusedcsv import csv as safe_csv
from lxml import etree
from text_unidecode import unidecode

from portal.payouts.money import digits, major

SCHEMA = "pain.001.001.09"
NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"
ALLOWED = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")


class FileInvalid(ValueError):
    """The file would not be accepted; names the line and what the schema says."""


@dataclass(frozen=True)
class Debtor:
    name: str
    iban: str
    bic: str


@dataclass(frozen=True)
class Transfer:
    """One payment as the bank sees it; `amount_minor` in `currency_code`."""

    end_to_end_id: str
    name: str
    account: str
    bic: str
    town: str
    country: str
    currency_code: str
    amount_minor: int
    text: str


def sepa_file(
    *,
    message_id: str,
    created_at: datetime,
    execute_on: date,
    debtor: Debtor,
    transfers: Sequence[Transfer],
) -> bytes:
    """A pain.001.001.09 document in euro. Raises `FileInvalid` when its schema refuses it."""
    total = _amount(sum(transfer.amount_minor for transfer in transfers), "EUR")
    document = etree.Element(f"{{{NAMESPACE}}}Document", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    initiation = _add(document, "CstmrCdtTrfInitn")
    header = _add(initiation, "GrpHdr")
    _add(header, "MsgId", message_id)
    _add(header, "CreDtTm", created_at.strftime("%Y-%m-%dT%H:%M:%S"))
    _add(header, "NbOfTxs", str(len(transfers)))
    _add(header, "CtrlSum", total)
    _add(_add(header, "InitgPty"), "Nm", latin(debtor.name, 70))
    info = _add(initiation, "PmtInf")
    _add(info, "PmtInfId", message_id)
    _add(info, "PmtMtd", "TRF")
    _add(info, "BtchBookg", "true")
    _add(info, "NbOfTxs", str(len(transfers)))
    _add(info, "CtrlSum", total)
    _add(_add(_add(info, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    _add(_add(info, "ReqdExctnDt"), "Dt", execute_on.isoformat())
    _add(_add(info, "Dbtr"), "Nm", latin(debtor.name, 70))
    _add(_add(_add(info, "DbtrAcct"), "Id"), "IBAN", debtor.iban)
    _agent(_add(info, "DbtrAgt"), debtor.bic)
    _add(info, "ChrgBr", "SLEV")
    for transfer in transfers:
        _transaction(_add(info, "CdtTrfTxInf"), transfer)
    content: bytes = etree.tostring(document, xml_declaration=True, encoding="UTF-8")
    validate(content)
    return content


def validate(content: bytes) -> None:
    """Raise `FileInvalid` unless the document is valid by the schema."""
    schema = _schema()
    if not schema.validate(etree.fromstring(content)):
        first = str(schema.error_log).partition("\n")[0]
        raise FileInvalid(f"the {SCHEMA} file is not valid: {first}")


def transfer_list(transfers: Sequence[Transfer]) -> bytes:
    """A CSV list of transfers in one currency, for banks and services outside SEPA."""
    out = io.StringIO(newline="")
    writer = safe_csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(["end_to_end_id", "name", "account", "bic", "currency", "amount", "text"])
    for transfer in transfers:
        writer.writerow(
            [
                transfer.end_to_end_id,
                transfer.name,
                transfer.account,
                transfer.bic,
                transfer.currency_code,
                _amount(transfer.amount_minor, transfer.currency_code),
                transfer.text,
            ]
        )
    return out.getvalue().encode()


def latin(text: str, length: int) -> str:
    """The text in the characters that every SEPA bank takes, at most `length` of them."""
    plain = "".join(c if c in ALLOWED else " " for c in unidecode(text))
    return " ".join(plain.split())[:length].strip() or "-"


def _transaction(node: etree._Element, transfer: Transfer) -> None:
    _add(_add(node, "PmtId"), "EndToEndId", transfer.end_to_end_id)
    amount = _add(_add(node, "Amt"), "InstdAmt", _amount(transfer.amount_minor, "EUR"))
    amount.set("Ccy", "EUR")
    if transfer.bic:
        _agent(_add(node, "CdtrAgt"), transfer.bic)
    creditor = _add(node, "Cdtr")
    _add(creditor, "Nm", latin(transfer.name, 70))
    if transfer.town and transfer.country:
        address = _add(creditor, "PstlAdr")
        _add(address, "TwnNm", latin(transfer.town, 35))
        _add(address, "Ctry", transfer.country)
    _add(_add(_add(node, "CdtrAcct"), "Id"), "IBAN", transfer.account)
    _add(_add(node, "RmtInf"), "Ustrd", latin(transfer.text, 140))


def _agent(node: etree._Element, bic: str) -> None:
    agent = _add(node, "FinInstnId")
    if bic:
        _add(agent, "BICFI", bic)
    else:
        _add(_add(agent, "Othr"), "Id", "NOTPROVIDED")


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    node = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    node.text = text
    return node


def _amount(amount_minor: int, currency_code: str) -> str:
    return f"{major(amount_minor, currency_code):.{digits(currency_code)}f}"


@cache
def _schema() -> etree.XMLSchema:
    text = files("sepaxml").joinpath("schemas", f"{SCHEMA}.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text))
