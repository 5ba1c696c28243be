{#- Over 120 lines: a locked line and its release are told together. -#}
{{ config(meta={'rewrites': 'changed days'}) }}
{#-
    Lines of period components (int_period_amounts__united), the direct partner's and those of an
    override on a period's revenue. Worked out whole at each build, for all periods: whatever is
    carried looks back.
-#}
{%- set columns = [
    'program_id', 'calendar_id', 'period_id', 'partner_id', 'deal_id', 'plan_id',
    'plan_version_no', 'component_id', 'component_type', 'family', 'level', 'line_kind',
    'origin_line_id', 'step_no', 'event_on', 'direct_partner_id', 'lower_partner_id',
    'formula_code', 'quantity', 'quantity_unit', 'rate', 'rate_unit', 'lower_rate', 'base_amount',
    'source_currency_code', 'fx_rate', 'fx_on', 'fx_source', 'exact_amount',
    'currency_code', 'rounding', 'payable_from',
    'reason_code', 'recorded_at', 'led_by',
] -%}
with

amounts as (
    select * from {{ ref('int_period_levels__priced') }}
),

gates as (
    select * from {{ ref('int_period_gates__judged') }}
),

-- Below its gate a positive amount is earned, but locked, and so is what stands on it above
earned as (
    select
        amounts.program_id,
        amounts.calendar_id,
        amounts.period_id,
        amounts.partner_id,
        amounts.deal_id,
        amounts.plan_id,
        amounts.plan_version_no,
        amounts.component_id,
        amounts.component_type,
        'period' as family,
        amounts.level,
        case amounts.component_type when 'override' then 'override' else 'earned' end as line_kind,
        case when amounts.level > 0 and amounts.component_type <> 'override'
                and amounts.led_partner_id is null
            then {{ md5_of([
                "'line'", 'amounts.program_id', 'terms.partner_id', 'amounts.lead_deal_id',
                'amounts.component_id', 'amounts.lead_period_id', '0', "'earned'", "''",
            ]) }}
        end as origin_line_id,
        amounts.step_no,
        amounts.event_on,
        -- an override on a period's revenue has clients of several partners below
        coalesce(amounts.led_partner_id, terms.partner_id) as direct_partner_id,
        -- without a line of the direct partner it and the deal that leads make lines two
        '|' || amounts.lead_deal_id || '|' || amounts.led_partner_id as led_by,
        amounts.lower_partner_id,
        amounts.formula_code,
        amounts.quantity,
        amounts.quantity_unit,
        amounts.rate,
        amounts.rate_unit,
        amounts.lower_rate,
        amounts.base_amount,
        amounts.source_currency_code,
        amounts.fx_rate,
        amounts.fx_on,
        amounts.fx_source,
        amounts.exact_amount,
        amounts.digits,
        amounts.line_digits,
        amounts.currency_code,
        amounts.rounding,
        amounts.hold_days,
        {{ add_days('amounts.event_on', 'amounts.hold_days') }} as payable_from,
        case
            when not coalesce(gates.is_open, true) and amounts.exact_amount > 0
                then 'gate_not_met'
            else amounts.reason_code
        end as reason_code,
        amounts.recorded_at,
        opened.period_id as opened_period_id,
        gates.opened_on
    from amounts
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on amounts.program_id = terms.program_id
        and amounts.lead_deal_id = terms.deal_id
        and amounts.component_id = terms.component_id
        and amounts.terms_from = terms.valid_from
    left join gates
        on amounts.program_id = gates.program_id
        and amounts.lead_deal_id = gates.deal_id
        and amounts.component_id = gates.component_id
        and amounts.lead_period_id = gates.period_id
    left join {{ ref('int_periods__daily') }} as opened
        on amounts.program_id = opened.program_id
        and amounts.calendar_id = opened.calendar_id
        and gates.opened_on = opened.day
),

earned_lines as (
    {{ as_lines('earned', columns, line_digits='line_digits') }}
),

-- The first later period that meets the gate releases each locked line as a line of its own
released as (
    select
        program_id,
        calendar_id,
        opened_period_id as period_id,
        partner_id,
        deal_id,
        plan_id,
        plan_version_no,
        component_id,
        component_type,
        family,
        level,
        'released' as line_kind,
        {{ line_id_of(columns) }} as origin_line_id,
        opened_on as event_on,
        direct_partner_id,
        lower_partner_id,
        'released' as formula_code,
        rate_unit,
        exact_amount as base_amount,
        exact_amount,
        digits,
        line_digits,
        currency_code,
        rounding,
        {{ add_days('opened_on', 'hold_days') }} as payable_from,
        recorded_at
    from earned
    where reason_code = 'gate_not_met' and opened_period_id is not null
),

released_lines as (
    {{ as_lines('released', [
        'program_id', 'calendar_id', 'period_id', 'partner_id', 'deal_id', 'plan_id',
        'plan_version_no', 'component_id', 'component_type', 'family', 'level', 'line_kind',
        'origin_line_id', 'event_on', 'direct_partner_id', 'lower_partner_id', 'formula_code',
        'rate_unit', 'base_amount', 'exact_amount', 'currency_code', 'rounding', 'payable_from',
        'recorded_at',
    ], line_digits='line_digits') }}
),

final as (
    select * from earned_lines
    union all
    select * from released_lines
)

select * from final
