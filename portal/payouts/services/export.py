"""Making the payment files of an approved batch: exact bytes, kept, the same ones each time."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.services import audit_record
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Program
from portal.payouts import vault
from portal.payouts.bank_files import Debtor, FileInvalid, Transfer, sepa_file, transfer_list
from portal.payouts.digest import batch_digest
from portal.payouts.models import BatchFile, Payment, PayoutBatch
from portal.payouts.policy import objections_of
from portal.payouts.selectors import batch_get
from portal.payouts.services.reservations import payments_end

MADE = ("exported", "accepted", "rejected", "settled", "returned")


@dataclass(frozen=True)
class Made:
    """One file: its bytes, and what the row about it says."""

    name: str
    kind: str
    currency_code: str
    payments: list[Payment]
    content: bytes


def batch_export(*, batch_id: str, by: Author) -> list[Path]:
    """The payment files of an approved batch, under DATA_DIR/payments/<program>/<batch>/.

    A batch that was exported answers with the files it has; one that is lost is made again and
    must have the hash that was kept. Payments on hold are recalled: their money goes back to the
    balance. Files are on the disk before the state moves: after a crash in between, the next call
    writes the same bytes. Raises DomainError unless approved with the digest that still holds.
    """
    with transaction.atomic():
        batch = batch_get(batch_id, lock=True)
        if batch.state in MADE and batch.exported_at:
            return _again(batch)
        if batch.state != "approved":
            raise DomainError(
                "not_approved",
                _("%(batch_id)s is %(state)s: only an approved batch is paid")
                % {"batch_id": batch.batch_id, "state": batch.state},
            )
        if batch_digest(batch) != batch.digest or objections_of(batch):
            raise DomainError(
                "digest_changed",
                _("%(batch_id)s changed since it was approved: read it on its review page")
                % {"batch_id": batch.batch_id},
            )
        now = clock.now()
        made = _made(batch)
        paths = [_write(batch, file) for file in made]
        BatchFile.objects.bulk_create(_row(batch, file) for file in made)
        payments_end(batch.payments.filter(state="held"), "recalled", now, "held_at_export")
        day = now.astimezone(ZoneInfo(batch.program.time_zone)).date()
        batch.payments.filter(state="frozen").update(state="exported", state_on=day)
        batch.state, batch.exported_at = "exported", now
        batch.save(update_fields=["state", "exported_at"])
        audit_record(
            **by.audit_names(),
            verb="batch exported",
            object_kind="batch",
            object_id=batch.batch_id,
            program_id=batch.program_id,
            details={row.name: row.sha256 for row in batch.files.all()},
        )
        return paths


def files_preview(batch: PayoutBatch) -> list[Made]:
    """The files as they would be made now. Raises DomainError when one would not be valid."""
    return _made(batch)


def folder_of(batch: PayoutBatch) -> Path:
    """Where the files of a batch are kept."""
    return Path(settings.DATA_DIR) / "payments" / batch.program_id / batch.day_name


def _made(batch: PayoutBatch) -> list[Made]:
    payments = list(
        batch.payments.exclude(state__in=("held", "recalled"))
        .select_related("partner", "method", "program")
        .order_by("end_to_end_id")
    )
    sepa = [p for p in payments if p.method.kind == "sepa" and p.payout_currency_code == "EUR"]
    rest = [p for p in payments if p not in sepa]
    made = [_sepa(batch, sepa)] if sepa else []
    for currency, way in sorted({(p.payout_currency_code, _way(p)) for p in rest}):
        chosen = [p for p in rest if (p.payout_currency_code, _way(p)) == (currency, way)]
        content = transfer_list([_transfer(payment) for payment in chosen])
        name = f"{batch.program_id}-{batch.day_name}-{way}-{currency}.csv"
        made.append(Made(name, "transfer_list", currency, chosen, content))
    return made


def _way(payment: Payment) -> str:
    """Who carries a payment out that is no SEPA transfer: banks, or a service by its name."""
    kind: str = payment.method.kind
    return "transfers" if kind in ("sepa", "wire") else kind


def _sepa(batch: PayoutBatch, payments: list[Payment]) -> Made:
    program: Program = batch.program
    if not program.debtor_iban:
        raise DomainError(
            "no_debtor",
            _(
                "%(program_id)s has no account that payments leave from: set debtor_iban "
                "(openbook program set --debtor-iban …)"
            )
            % {"program_id": program.program_id},
        )
    moment = (batch.approved_at or batch.frozen_at).astimezone(ZoneInfo(program.time_zone))
    try:
        content = sepa_file(
            message_id=hashlib.sha256(batch.batch_id.encode()).hexdigest()[:30].upper(),
            created_at=moment,
            execute_on=max(batch.paid_on, moment.date()),
            debtor=Debtor(
                program.debtor_name or program.name, program.debtor_iban, program.debtor_bic
            ),
            transfers=[_transfer(payment) for payment in payments],
        )
    except FileInvalid as error:
        raise DomainError("file_invalid", str(error)) from None
    name = f"{batch.program_id}-{batch.day_name}-pain.001.xml"
    return Made(name, "pain.001.001.09", "EUR", payments, content)


def _transfer(payment: Payment) -> Transfer:
    method = payment.method
    return Transfer(
        end_to_end_id=payment.end_to_end_id,
        name=method.holder_name,
        account=vault.unseal(method.account_sealed),
        bic=method.bic,
        town=method.town,
        country=method.country,
        currency_code=payment.payout_currency_code,
        amount_minor=payment.payout_minor,
        text=f"{payment.program.name} {payment.payment_id}",
    )


def _row(batch: PayoutBatch, file: Made) -> BatchFile:
    return BatchFile(
        batch=batch,
        name=file.name,
        kind=file.kind,
        currency_code=file.currency_code,
        payment_count=len(file.payments),
        total_minor=sum(payment.payout_minor for payment in file.payments),
        sha256=hashlib.sha256(file.content).hexdigest(),
        made_at=clock.now(),
    )


def _again(batch: PayoutBatch) -> list[Path]:
    made: dict[str, Made] = {}
    paths = []
    for row in batch.files.all():
        path = folder_of(batch) / row.name
        if not path.exists():
            made = made or {file.name: file for file in _made(batch)}
            lost = made.get(row.name)
            if lost is None or hashlib.sha256(lost.content).hexdigest() != row.sha256:
                raise DomainError(
                    "file_lost",
                    _(
                        "%(path)s is gone and can not be made again with SHA-256 %(sha256)s: "
                        "restore it from a backup"
                    )
                    % {"path": path, "sha256": row.sha256},
                )
            path = _write(batch, lost)
        if hashlib.sha256(path.read_bytes()).hexdigest() != row.sha256:
            raise DomainError(
                "file_altered",
                _(
                    "%(path)s is not the file that was made (its SHA-256 was %(sha256)s): do "
                    "not send it; restore it from a backup"
                )
                % {"path": path, "sha256": row.sha256},
            )
        paths.append(path)
    return paths


def _write(batch: PayoutBatch, file: Made) -> Path:
    folder = folder_of(batch)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / file.name
    beside = folder / f".{file.name}.part"
    with beside.open("wb") as out:
        beside.chmod(0o600)
        out.write(file.content)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)
    holder = os.open(folder, os.O_RDONLY)
    os.fsync(holder)
    os.close(holder)
    return path
