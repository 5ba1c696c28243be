{#-
    The levels that have a line, cut where one of them ends, so that on each day one set of levels
    rules a lot_key and component. Up to five levels stand side by side in one row of terms
    (`terms_key`, `slot`): amounts of a trade are worked out and stored by that row.
-#}
with

levels as (
    select *
    from {{ ref('int_lot_levels__priced') }}
    where reason_code is null or (reason_code = 'no_difference' and level > 0)
),

ends as (
    select distinct lot_key, component_id, valid_from, valid_to from levels
),

spans as (
    select
        lot_key,
        component_id,
        valid_from,
        valid_to as cut_to,
        coalesce({{ add_days('lag(valid_to) over (
            partition by lot_key, component_id, valid_from order by valid_to
        )', 1) }}, valid_from) as cut_from
    from ends
),

-- The lasting numbers once for each span and each earner: a digest of text is dear
cuts as (
    select *, {{ lasting_key_of(['lot_key', 'component_id', 'cut_from']) }} as cut_key from spans
),

earners as (
    select
        *,
        {{ lasting_key_of([
            'program_id', 'partner_id', 'calendar_id', 'currency_code', 'rounding',
        ]) }} as earner_key
    from (
        select distinct program_id, partner_id, calendar_id, currency_code, rounding from levels
    ) as named
),

placed as (
    select
        levels.*,
        cuts.cut_key,
        cuts.cut_from,
        cuts.cut_to,
        levels.level - levels.level % {{ lot_slots() | length }} as band,
        cast(levels.level % {{ lot_slots() | length }} as tinyint) as slot,
        cast(levels.unit_rate * {{ minor_factor('levels.digits') }} as decimal(38,12))
            as wide_rate_minor
    from cuts
    inner join levels
        on cuts.lot_key = levels.lot_key
        and cuts.component_id = levels.component_id
        and cuts.valid_from = levels.valid_from
        and cuts.cut_to <= levels.valid_to
),

final as (
    select
        placed.cut_key + placed.band as terms_key,
        earners.earner_key,
        placed.slot,
        placed.program_id,
        placed.lot_key,
        placed.cut_from as valid_from,
        placed.cut_to as valid_to,
        placed.component_id,
        placed.level,
        placed.direct_partner_id,
        placed.partner_id,
        placed.lower_partner_id,
        placed.lead_deal_id,
        placed.lead_terms_from,
        placed.deal_id,
        placed.plan_id,
        placed.plan_version_no,
        placed.calendar_id,
        placed.rate,
        placed.lower_rate,
        placed.rate_unit,
        placed.modifier,
        placed.unit_rate,
        case
            when placed.digits <= 4 and placed.wide_rate_minor < 100000
                and placed.wide_rate_minor = round(placed.wide_rate_minor, 4)
                then cast(placed.wide_rate_minor as decimal(9,4))
        end as rate_minor,
        placed.hold_days,
        placed.digits,
        placed.currency_code,
        placed.rounding,
        placed.minimum_holding_seconds,
        placed.reason_code
    from placed
    inner join earners
        on placed.program_id = earners.program_id
        and placed.partner_id = earners.partner_id
        and placed.calendar_id = earners.calendar_id
        and placed.currency_code = earners.currency_code
        and placed.rounding is not distinct from earners.rounding
)

select * from final
