{#- Over 120 lines: a locked line and its release are told together. -#}
{#-
    Lines of period components (int_period_amounts), the direct partner's and those of an override
    on a period's revenue. Whole at each build, for all periods: whatever is carried looks back.
-#}
{%- set columns = [
    'program_id', 'calendar_id', 'period_id', 'partner_id', 'deal_id', 'plan_id',
    'plan_version_no', 'component_id', 'component_type', 'family', 'level', 'line_kind', 'step_no',
    'event_on', 'direct_partner_id', 'formula_code', 'quantity', 'quantity_unit', 'rate',
    'rate_unit', 'base_amount', 'exact_amount', 'currency_code', 'rounding', 'payable_from',
    'reason_code', 'recorded_at',
] -%}
with

amounts as (
    select * from {{ ref('int_period_amounts__capped') }}
),

gates as (
    select * from {{ ref('int_period_gates__judged') }}
),

periods as (
    select program_id, calendar_id, period_id, ends_on from {{ ref('stg_portal__periods') }}
),

-- Below its gate a positive amount is earned, but locked
earned as (
    select
        amounts.program_id,
        terms.calendar_id,
        amounts.period_id,
        terms.partner_id,
        amounts.deal_id,
        terms.plan_id,
        terms.plan_version_no,
        amounts.component_id,
        amounts.component_type,
        'period' as family,
        amounts.distance as level,
        case amounts.distance when 0 then 'earned' else 'override' end as line_kind,
        amounts.step_no,
        periods.ends_on as event_on,
        case amounts.distance when 0 then terms.partner_id end as direct_partner_id,
        amounts.formula_code,
        amounts.quantity,
        amounts.quantity_unit,
        amounts.rate,
        amounts.rate_unit,
        amounts.base_amount,
        amounts.exact_amount,
        coalesce(terms.digits, terms.currency_digits) as digits,
        terms.currency_code,
        coalesce(terms.rounding, 'line') as rounding,
        coalesce(terms.hold_days, 0) as hold_days,
        {{ add_days('periods.ends_on', 'coalesce(terms.hold_days, 0)') }} as payable_from,
        case
            when not coalesce(gates.is_open, true) and amounts.exact_amount > 0
                then 'gate_not_met'
            when amounts.is_capped then 'capped'
        end as reason_code,
        amounts.recorded_at,
        gates.opened_period_id,
        gates.opened_on
    from amounts
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_component('amounts', 'terms', 'terms_from') }}
    inner join periods
        on amounts.program_id = periods.program_id
        and terms.calendar_id = periods.calendar_id
        and amounts.period_id = periods.period_id
    left join gates
        on amounts.program_id = gates.program_id
        and amounts.deal_id = gates.deal_id
        and amounts.component_id = gates.component_id
        and amounts.period_id = gates.period_id
),

earned_lines as (
    {{ as_lines('earned', columns) }}
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
        'released' as formula_code,
        rate_unit,
        exact_amount as base_amount,
        exact_amount,
        digits,
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
        'origin_line_id', 'event_on', 'direct_partner_id', 'formula_code', 'rate_unit',
        'base_amount', 'exact_amount', 'currency_code', 'rounding', 'payable_from', 'recorded_at',
    ]) }}
),

final as (
    select * from earned_lines
    union all
    select * from released_lines
)

select * from final
