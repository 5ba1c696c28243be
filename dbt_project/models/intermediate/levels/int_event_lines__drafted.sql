{#- Over 120 lines: the columns of a line, one a line, and their release. -#}
{#-
    Lines of events as they are before guard, client rebate and rounding: what overrides are
    computed from, each with its id.
-#}
{%- set lead_names = [
    'lead_deal_id', 'lead_terms_from', 'lead_currency_code', 'chain_partner_id', 'is_own',
    'base_distance',
] -%}
with

levels as (
    select * from {{ ref('int_event_levels__priced') }}
),

drafted as (
    select
        levels.program_id,
        levels.calendar_id,
        periods.period_id,
        levels.partner_id,
        levels.deal_id,
        levels.plan_id,
        levels.plan_version_no,
        levels.component_id,
        levels.component_type,
        'event' as family,
        cast(levels.level as smallint) as level,
        'earned' as line_kind,
        levels.part_no,
        case when levels.part_no > 1 or levels.step_no is not null
            then coalesce(levels.step_no, levels.part_no) end as step_no,
        levels.pot_key as event_record_key,
        levels.event_on,
        levels.occurred_at,
        levels.client_id,
        levels.direct_partner_id,
        levels.lower_partner_id,
        levels.account_tail,
        levels.account_type,
        levels.product,
        levels.brand,
        levels.symbol,
        levels.symbol_group,
        levels.country,
        levels.link_code,
        levels.sub1,
        case
            when levels.formula_code = 'differential' and levels.component_type = 'per_lot'
                and levels.paid_amount = levels.uncapped_amount
                then 'per_lot_differential'
            else levels.formula_code
        end as formula_code,
        levels.raw_quantity as quantity,
        levels.quantity_unit,
        levels.modifier,
        levels.rate,
        case when levels.formula_code = 'split' then 'share' else levels.rate_unit end as rate_unit,
        levels.lower_rate,
        case
            when levels.formula_code = 'split'
                then {{ exact('levels.pot_amount * coalesce(levels.level_fx_rate, 0)') }}
            when levels.rate_unit in ('share', 'per_unit') then levels.quantity
        end as base_amount,
        case when levels.level = 0 then levels.source_amount end as source_amount,
        case
            when levels.level = 0 then levels.source_currency_code
            when levels.level_fx_on is not null then levels.lead_currency_code
        end as source_currency_code,
        case
            when levels.level = 0 then levels.source_fx_rate
            when levels.level_fx_on is not null then levels.level_fx_rate
        end as fx_rate,
        case when levels.level = 0 then levels.source_fx_on else levels.level_fx_on end as fx_on,
        case when levels.level = 0 then levels.source_fx_source else levels.level_fx_source end
            as fx_source,
        levels.exact_amount,
        levels.digits,
        levels.line_digits,
        levels.currency_code,
        levels.rounding,
        {{ add_days('levels.event_on', 'levels.hold_days') }} as payable_from,
        case when levels.is_locked then 'gate_not_met' else levels.reason_code end as reason_code,
        levels.file_name,
        levels.file_row,
        levels.recorded_at,
        levels.position,
        levels.hold_days,
        {{ joined_text(['levels.pot_key', 'levels.component_id', 'levels.part_no']) }}
            as pot_id,
        levels.component_type as base_component_type,
        case when levels.is_locked then levels.released_on end as released_on,
        levels.lead_deal_id,
        levels.lead_terms_from,
        levels.lead_currency_code,
        levels.chain_partner_id,
        levels.is_own,
        levels.brand_key,
        levels.base_distance
    from levels
    inner join {{ ref('int_periods__daily') }} as periods
        on levels.program_id = periods.program_id
        and levels.calendar_id = periods.calendar_id
        and levels.event_on = periods.day
),

earned as (
    select
        {{ line_id_of(['event_record_key', 'part_no']) }} as line_id,
        cast(null as varchar) as origin_line_id,
        drafted.*
    from drafted
),

-- The first later period that meets the gate releases each locked line as a line of its own
released as (
    select
        {{ columns_but('earned', draft_columns() + lead_names, {
            'line_id': md5_of([
                "'line'", 'earned.program_id', 'earned.partner_id', 'earned.deal_id',
                'earned.component_id', 'earned.event_record_key', 'earned.level', "'released'",
                'earned.line_id', 'case when earned.part_no > 1 then earned.part_no end',
            ]),
            'origin_line_id': 'earned.line_id',
            'line_kind': "'released'",
            'period_id': 'periods.period_id',
            'event_on': 'earned.released_on',
            'released_on': 'cast(null as date)',
            'formula_code': "'released'",
            'base_amount': 'earned.exact_amount',
            'payable_from': add_days('earned.released_on', 'coalesce(earned.hold_days, 0)'),
            'reason_code': 'cast(null as varchar)',
        }) }}
    from earned
    inner join {{ ref('int_periods__daily') }} as periods
        on earned.program_id = periods.program_id
        and earned.calendar_id = periods.calendar_id
        and earned.released_on = periods.day
    where earned.reason_code = 'gate_not_met'
),

final as (
    select {{ columns_but('earned', draft_columns() + lead_names, {}) }}
    from earned
    union all
    select * from released
)

select * from final
