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

cuts as (
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

placed as (
    select
        levels.*,
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
        {{ lasting_key_of(['lot_key', 'component_id', 'cut_from', 'band']) }} as terms_key,
        {{ key_of(['program_id', 'partner_id', 'calendar_id', 'currency_code', 'rounding']) }}
            as earner_key,
        slot,
        program_id,
        lot_key,
        cut_from as valid_from,
        cut_to as valid_to,
        component_id,
        level,
        direct_partner_id,
        partner_id,
        lower_partner_id,
        lead_deal_id,
        lead_terms_from,
        deal_id,
        plan_id,
        plan_version_no,
        calendar_id,
        rate,
        lower_rate,
        rate_unit,
        modifier,
        unit_rate,
        case
            when digits <= 4 and wide_rate_minor < 100000
                and wide_rate_minor = round(wide_rate_minor, 4)
                then cast(wide_rate_minor as decimal(9,4))
        end as rate_minor,
        hold_days,
        digits,
        currency_code,
        rounding,
        minimum_holding_seconds,
        reason_code
    from placed
)

select * from final
