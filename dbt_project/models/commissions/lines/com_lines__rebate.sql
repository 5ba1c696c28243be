{{ config(meta={'rewrites': 'changed days'}) }}
{#- What clients get back, booked to the account `clients` (RULINGS, Levels). -#}
with

rebates as (
    select distinct program_id, pot_id, direct_line_id, due_amount, rebate_amount
    from {{ ref('int_rebates__taken') }}
),

directs as (
    select * from {{ ref('int_event_lines__drafted') }} where level = 0
),

terms as (
    select program_id, deal_id, component_id, valid_from, rebate_kind, rebate_rate
    from {{ ref('stg_terms__deal_components') }}
),

-- A release of the direct partner's line releases the client's part too
earned as (
    select
        directs.program_id,
        directs.calendar_id,
        directs.period_id,
        'clients' as partner_id,
        directs.deal_id,
        directs.plan_id,
        directs.plan_version_no,
        directs.component_id,
        directs.component_type,
        directs.family,
        directs.level,
        case directs.line_kind when 'released' then 'released' else 'rebate' end as line_kind,
        -- a release names the line that it releases: the client's own
        case directs.line_kind
            when 'released' then {{ md5_of([
                "'line'", 'directs.program_id', "'clients'", 'directs.deal_id',
                'directs.component_id', 'directs.event_record_key', 'directs.level', "'rebate'",
                'directs.origin_line_id',
            ]) }}
            else directs.line_id
        end as origin_line_id,
        directs.step_no,
        directs.event_record_key,
        directs.event_on,
        directs.occurred_at,
        directs.client_id,
        directs.direct_partner_id,
        directs.product,
        directs.brand,
        directs.symbol,
        directs.symbol_group,
        case
            when directs.line_kind = 'released' then 'released'
            when rebates.rebate_amount < rebates.due_amount then 'rebate_lacking'
            when terms.rebate_kind = 'share' then 'rebate'
            else 'rebate_per_unit'
        end as formula_code,
        case terms.rebate_kind
            when 'per_unit' then cast(directs.quantity * coalesce(directs.modifier, 1)
                as decimal(18,6))
        end as quantity,
        case terms.rebate_kind when 'per_unit' then directs.quantity_unit end as quantity_unit,
        terms.rebate_rate as rate,
        case terms.rebate_kind when 'share' then 'share' else 'per_unit' end as rate_unit,
        case terms.rebate_kind
            when 'share' then coalesce(guards.kept_amount, directs.exact_amount)
        end as base_amount,
        rebates.rebate_amount as exact_amount,
        directs.digits,
        directs.line_digits,
        directs.currency_code,
        directs.rounding,
        directs.payable_from,
        case
            when directs.reason_code in ('gate_not_met', 'rejected', 'refunded')
                then directs.reason_code
        end as reason_code,
        directs.file_name,
        directs.file_row,
        directs.recorded_at
    from directs
    inner join rebates
        on directs.program_id = rebates.program_id
        and case directs.line_kind
            when 'released' then directs.origin_line_id else directs.line_id
        end = rebates.direct_line_id
    inner join terms
        on directs.program_id = terms.program_id
        and directs.lead_deal_id = terms.deal_id
        and directs.component_id = terms.component_id
        and directs.lead_terms_from = terms.valid_from
    left join {{ ref('int_guards__judged') }} as guards
        on directs.program_id = guards.program_id
        and directs.line_id = guards.line_id
),

final as (
    {{ as_lines('earned', [
        'program_id', 'calendar_id', 'period_id', 'partner_id', 'deal_id', 'plan_id',
        'plan_version_no', 'component_id', 'component_type', 'family', 'level', 'line_kind',
        'origin_line_id', 'step_no', 'event_record_key', 'event_on', 'occurred_at', 'client_id',
        'direct_partner_id', 'product', 'brand', 'symbol', 'symbol_group', 'formula_code',
        'quantity', 'quantity_unit', 'rate', 'rate_unit', 'base_amount', 'exact_amount',
        'currency_code', 'rounding', 'payable_from', 'reason_code', 'file_name', 'file_row',
        'recorded_at',
    ], line_digits='line_digits') }}
)

select * from final
