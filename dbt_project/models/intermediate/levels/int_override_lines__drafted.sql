{#- Over 120 lines: the columns of a line, one a line, for three ways to it. -#}
{#-
    Lines of overrides before guard, client rebate and rounding, each with its id. A line stands in
    its own deal's calendar, in the period of the lower line's day. A locked one is released on the
    last day of the period that releases it.
-#}
with

overrides as (
    select
        walk.program_id, walk.partner_id, walk.deal_id, walk.component_id, walk.terms_from,
        walk.level, walk.line_id, walk.origin_line_id, walk.direct_partner_id,
        walk.origin_partner_id as lower_partner_id, walk.brand_key, lines.family, walk.event_on,
        lines.occurred_at, lines.event_record_key, lines.client_id, lines.product, lines.brand,
        lines.symbol, lines.symbol_group, lines.account_tail, lines.account_type, lines.country,
        lines.link_code, lines.sub1, lines.pot_id, lines.component_type as base_component_type,
        'override' as formula_code,
        cast(null as decimal(18,6)) as quantity, cast(null as varchar) as quantity_unit,
        walk.rate, 'share' as rate_unit, walk.base_amount,
        cast(null as decimal(18,4)) as source_amount,
        case when walk.fx_rate is not null then walk.origin_currency_code end
            as source_currency_code,
        walk.fx_rate, walk.fx_on, walk.fx_source, walk.exact_amount, walk.reason_code,
        walk.released_on, lines.file_name, lines.file_row, lines.recorded_at
    from {{ ref('int_overrides__commission') }} as walk
    inner join {{ ref('int_commission_lines__gathered') }} as lines
        on walk.program_id = lines.program_id
        and walk.base_line_id = lines.line_id
    union all
    select
        program_id, partner_id, deal_id, component_id, terms_from, level,
        {{ md5_of([
            "'line'", 'program_id', 'partner_id', 'deal_id', 'component_id', 'record_key', 'level',
            "'override'", "''",
        ]) }} as line_id,
        cast(null as varchar) as origin_line_id, direct_partner_id,
        direct_partner_id as lower_partner_id, brand_key, 'event' as family, event_on,
        occurred_at, record_key as event_record_key, client_id, product, brand, symbol,
        symbol_group, account_tail, account_type, country, link_code, sub1,
        cast(null as varchar) as pot_id, 'override' as base_component_type,
        case
            when is_capped then 'following'
            when override_base = 'quantity' then 'fixed'
            else 'share'
        end as formula_code,
        cast(quantity as decimal(18,6)) as quantity, quantity_unit, rate, rate_unit,
        case when override_base = 'revenue' then base_amount end as base_amount,
        case when override_base = 'revenue' then source_amount end as source_amount,
        case when override_base = 'revenue' then source_currency_code end as source_currency_code,
        case when override_base = 'revenue' then fx_rate end as fx_rate,
        case when override_base = 'revenue' then fx_on end as fx_on,
        case when override_base = 'revenue' then fx_source end as fx_source,
        exact_amount, reason_code, released_on, file_name, file_row, recorded_at
    from {{ ref('int_overrides__revenue') }}
),

earned as (
    select
        overrides.*,
        'override' as line_kind,
        terms.calendar_id,
        terms.plan_id,
        terms.plan_version_no,
        terms.position,
        terms.hold_days,
        terms.currency_digits as digits,
        coalesce(terms.digits, terms.currency_digits) as line_digits,
        terms.currency_code,
        terms.rounding
    from overrides
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_component('overrides', 'terms', 'terms_from') }}
),

dated as (
    select
        earned.*,
        'override' as component_type,
        cast(null as integer) as part_no,
        cast(null as integer) as step_no,
        cast(null as decimal(9,4)) as modifier,
        cast(null as decimal(18,8)) as lower_rate,
        periods.period_id,
        {{ add_days('earned.event_on', 'coalesce(earned.hold_days, 0)') }} as payable_from
    from earned
    inner join {{ ref('int_periods__daily') }} as periods
        on earned.program_id = periods.program_id
        and earned.calendar_id = periods.calendar_id
        and earned.event_on = periods.day
),

released as (
    select
        {{ columns_but('dated', draft_columns(), {
            'line_id': md5_of([
                "'line'", 'dated.program_id', 'dated.partner_id', 'dated.deal_id',
                'dated.component_id', 'dated.event_record_key', 'dated.level', "'released'",
                'dated.line_id',
            ]),
            'origin_line_id': 'dated.line_id',
            'line_kind': "'released'",
            'period_id': 'periods.period_id',
            'event_on': 'dated.released_on',
            'released_on': 'cast(null as date)',
            'formula_code': "'released'",
            'base_amount': 'dated.exact_amount',
            'rate': 'cast(null as decimal(18,8))',
            'payable_from': add_days('dated.released_on', 'coalesce(dated.hold_days, 0)'),
            'reason_code': 'cast(null as varchar)',
        }) }}
    from dated
    inner join {{ ref('int_periods__daily') }} as periods
        on dated.program_id = periods.program_id
        and dated.calendar_id = periods.calendar_id
        and dated.released_on = periods.day
    where dated.reason_code = 'gate_not_met'
),

final as (
    select {{ columns_but('dated', draft_columns(), {}) }}
    from dated
    union all
    select * from released
)

select * from final
