"""What the Network page reads: what a partner's own lines say of each partner below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.releases.money import Money
from portal.releases.reader import Release

FEWEST_CLIENTS = 3  # statistics of fewer clients would tell of single ones


@dataclass(frozen=True, slots=True)
class Volume:
    """Through one direct partner in one currency: what the viewer earned, on how much.

    `lots` and `clients` are None where fewer than three clients are behind them.
    """

    partner_id: str
    earned: Money
    clients: int | None
    lots: Decimal | None


@dataclass(frozen=True, slots=True)
class Network:
    """Volumes by direct partner, and the files of the plans that the viewer's deals run on."""

    volumes: dict[str, tuple[Volume, ...]]
    sources: tuple[str, ...]


_NETWORK = """
with behind as (
    select direct_partner_id, currency_code,
        sum(amount_minor) filter (state <> 'locked')::bigint as earned_minor,
        count(distinct client_ref) as clients,
        sum(quantity) filter (quantity_unit = 'lots') as lots
    from read_parquet($files)
    where partner_id = $partner and level > 0
    group by direct_partner_id, currency_code
),
plans as (
    select distinct v.plan_id, v.version_no, v.source_text
    from pub_portal__terms as t
    inner join pub_portal__plan_versions as v
        on v.plan_id = t.plan_id and v.version_no = t.plan_version_no
    where t.partner_id = $partner and $today between t.valid_from and t.valid_to
)
select
    (select list(b) from behind as b) as volumes,
    (select list(p.source_text order by p.plan_id) from plans as p) as sources
"""


def network_get(release: Release, partner_id: str, period_ids: list[str], today: date) -> Network:
    """What the partner earned through each partner below it in some periods. 1 query."""
    files = release.files("pub_portal__lines", period_ids)
    if not files:
        return Network({}, ())
    row = release.row(_NETWORK, partner=partner_id, files=files, today=today)
    volumes: dict[str, tuple[Volume, ...]] = {}
    for found in row["volumes"] or []:
        is_shown = found["clients"] >= FEWEST_CLIENTS
        volume = Volume(
            partner_id=found["direct_partner_id"],
            earned=release.money(found["earned_minor"], found["currency_code"]),
            clients=found["clients"] if is_shown else None,
            lots=found["lots"] if is_shown else None,
        )
        known = volumes.get(volume.partner_id, ())
        volumes[volume.partner_id] = (*known, volume)
    return Network(volumes, tuple(row["sources"] or ()))
