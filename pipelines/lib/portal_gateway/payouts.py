"""Payout methods, batches, approval tokens and what banks answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pipelines.lib.portal_gateway.door import GatewayRefused, author_of, person_of, through


@through
def payout_method_set(*, author: str, program_id: str, partner_id: str, **fields: Any) -> None:
    """See `portal.payouts.services.method_set`: kind, account, holder_name, bic, at …"""
    from portal.partners.selectors import partner_get
    from portal.payouts.services import method_set

    method_set(by=author_of(author), partner=partner_get(program_id, partner_id), **fields)


@through
def batch_freeze(
    *,
    program_id: str,
    on: date,
    entries: Callable[[Collection[tuple[str, str]]], Iterable[Mapping[str, Any]]],
    rates: Iterable[Mapping[str, Any]],
    heads: Mapping[str, str] | None,
    author: str = "schedule",
    late_feeds: Sequence[str] = (),
    now: datetime | None = None,
    parts: Callable[[Collection[tuple[str, str]]], Iterable[Mapping[str, Any]]] | None = None,
) -> dict[str, Any]:
    """See `portal.payouts.services.batch_freeze`; returns the batch as `batch_show` does."""
    from portal.payouts import services

    batch = services.batch_freeze(
        program_id=program_id,
        on=on,
        entries=entries,
        rates=rates,
        heads=heads,
        by=author_of(author),
        late_feeds=late_feeds,
        now=now,
        parts=parts,
    )
    return batch_show(batch.batch_id)


@through
def batch_list(program_id: str | None = None) -> list[dict[str, Any]]:
    """Batches, the latest first: id, key, state, digest, counts and sums."""
    from portal.payouts.facts import batch_summary
    from portal.payouts.selectors import batches_list

    return [batch_summary(batch) for batch in batches_list(program_id)]


@through
def batch_show(batch_id: str) -> dict[str, Any]:
    """The batch in full, as JSON: what the review page and the Dagster UI tell about it."""
    from portal.payouts.facts import batch_facts
    from portal.payouts.selectors import batch_get

    return batch_facts(batch_get(batch_id))


@through
def token_mint(*, person: str, verb: str, batch_id: str, code: str) -> str:
    """A token for the batch as it stands, as the review page mints it; `code` is used up."""
    from portal.payouts.policy import refuse_unless_may
    from portal.payouts.selectors import batch_get
    from portal.payouts.services import token_mint as mint

    user, batch = person_of(person), batch_get(batch_id)
    refuse_unless_may(user, verb, batch)
    text, _token = mint(
        person=user,
        verb=verb,
        program_id=batch.program_id,
        subject=batch.batch_id,
        digest=batch.digest,
        code=code,
    )
    return text


@through
def batch_decide(
    verb: str,
    *,
    person: str,
    batch_id: str,
    digest: str,
    token: str,
    reason: str = "",
    payment: str = "",
) -> dict[str, Any]:
    """Submit, approve, reject, hold, release or recall a batch, with the person's token.

    `reason` is for all but submit and approve, `payment` (EndToEndId) for hold and release.
    """
    from portal.payouts import services

    deeds: dict[str, Callable[..., Any]] = {
        "submit": services.batch_submit,
        "approve": services.batch_approve,
        "reject": services.batch_reject,
        "hold": services.batch_hold,
        "release": services.batch_release,
        "recall": services.batch_recall,
    }
    if verb not in deeds:
        raise GatewayRefused("unknown_verb", f"no verb {verb!r}: one of {', '.join(deeds)}")
    further: dict[str, str] = {}
    if verb not in ("submit", "approve"):
        further["reason"] = reason
    if verb in ("hold", "release"):
        further["payment"] = payment
    batch = deeds[verb](
        person=person_of(person), batch_id=batch_id, digest=digest, token=token, **further
    )
    return batch_show(batch.batch_id)


@through
def batch_export(batch_id: str, author: str = "schedule") -> list[str]:
    """The payment files of an approved batch, made or as they were made; their paths."""
    from portal.payouts import services

    return [str(path) for path in services.batch_export(batch_id=batch_id, by=author_of(author))]


@through
def payment_answer(
    *,
    end_to_end_id: str,
    state: str,
    on: date,
    reason: str = "",
    source: str = "results file",
    batch_id: str = "",
) -> tuple[str, str]:
    """What a bank said about a payment: (effect, state it is in); see the portal's service."""
    from portal.payouts import services

    answered = services.payment_answer(
        end_to_end_id=end_to_end_id,
        state=state,
        on=on,
        reason=reason,
        source=source,
        batch_id=batch_id,
    )
    return answered.effect, answered.state
