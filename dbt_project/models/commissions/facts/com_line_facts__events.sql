{#- Over 120 lines: four kinds of facts side by side. -#}
{#-
    What the line of an event is computed from, for its direct partner: the step or the slices, what
    a cap took, the operands of turnover and points, the refunds of a sale. A CPA's conditions stand
    in com_line_facts__cpa.
-#}
with

lines as (
    select
        program_id, period_id, line_id, event_record_key as record_key, component_id, part_no,
        lead_deal_id, lead_terms_from, component_type, currency_code, source_currency_code
    from {{ ref('int_event_lines__drafted') }}
    where level = 0 and line_kind = 'earned' and component_type <> 'override'
),

prices as (
    select * from {{ ref('int_event_prices__capped') }}
),

stepped as (
    select
        lines.*,
        case slices.tier_kind when 'slab' then 'step' else 'slice' end as section,
        slices.step_no as position,
        slices.tier_metric as code,
        cast(slices.from_value as varchar) as asked,
        cast(slices.found_value as varchar) as found,
        slices.slice_amount as amount,
        slices.slice_quantity as quantity,
        slices.rate,
        slices.rate_unit as unit
    from lines
    inner join {{ ref('int_event_slices__all') }} as slices on {{ same_event('lines', 'slices') }}
),

capped as (
    select
        lines.*,
        prices.uncapped_amount - prices.exact_amount as amount,
        cast(prices.uncapped_amount as varchar) as found
    from lines
    inner join prices on {{ same_event('lines', 'prices') }}
    where prices.exact_amount <> prices.uncapped_amount
),

traded as (
    select
        lines.*,
        candidates.lots,
        candidates.contract_size,
        candidates.base_kind,
        case when candidates.sides = 'both' or candidates.price_side = 'open'
            then candidates.open_price end as open_price,
        case when candidates.sides = 'both' or candidates.price_side = 'close'
            then candidates.close_price end as close_price,
        candidates.tick_size,
        case candidates.base_kind when 'mark_up' then candidates.modifier
            else candidates.spread_points end as points,
        candidates.cap_points,
        prices.rate_per
    from lines
    inner join prices on {{ same_event('lines', 'prices') }}
    left join {{ ref('int_trade_candidates__judged') }} as candidates
        on lines.program_id = candidates.program_id
        and lines.record_key = candidates.record_key
        and lines.component_id = candidates.component_id
    where lines.component_type = 'per_turnover'
        or candidates.base_kind in ('points', 'mark_up')
),

{% set operands = [
    ('lots', 'lots'), ('contract_size', 'contract_size'), ('open_price', 'open_price'),
    ('close_price', 'close_price'), ('points', 'points'), ('cap_points', 'cap_points'),
    ('tick_size', 'tick_size'), ('per', 'rate_per'),
] -%}
operands as (
    {% for code, column in operands -%}
    select
        program_id, period_id, line_id, {{ loop.index }} as position, '{{ code }}' as code,
        cast({{ column }} as {{ exact_type() }}) as quantity
    from traded
    where {{ column }} is not null
        {%- if code in ('points', 'cap_points', 'tick_size') %}
        and base_kind in ('points', 'mark_up')
        {%- elif code == 'per' %}
        and component_type = 'per_turnover'
        {%- endif %}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

refunded as (
    select
        lines.program_id,
        lines.period_id,
        lines.line_id,
        row_number() over (
            partition by lines.line_id order by refunds.occurred_at, refunds.record_key
        ) as position,
        refunds.conversion_type,
        abs(refunds.amount) as amount,
        refunds.currency_code,
        refunds.event_on,
        refunds.record_key,
        refunds.file_name,
        refunds.file_row
    from lines
    inner join {{ ref('int_conversions__attributed') }} as sales
        on lines.program_id = sales.program_id
        and lines.record_key = sales.record_key
        and lines.component_type in ('sale_share', 'per_action')
        and sales.conversion_type = 'sale'
    inner join {{ ref('int_conversions__attributed') }} as refunds
        on sales.program_id = refunds.program_id
        and sales.event_id = refunds.refunds
        and refunds.conversion_type in ('refund', 'chargeback')
        and not refunds.is_rejected
),

final as (
    select
        {{- select_columns(fact_columns(), {
            'program_id': 'program_id', 'period_id': 'period_id', 'line_id': 'line_id',
            'section': 'section', 'position': 'position', 'code': 'code', 'asked': 'asked',
            'found': 'found', 'verdict': "'none'", 'amount': 'amount', 'quantity': 'quantity',
            'rate': 'rate', 'unit': 'unit',
        }) }}
    from stepped
    union all
    select
        {{- select_columns(fact_columns(), {
            'program_id': 'program_id', 'period_id': 'period_id', 'line_id': 'line_id',
            'section': "'cap'", 'position': '1', 'code': "'capped'", 'found': 'found',
            'verdict': "'none'", 'amount': 'amount', 'unit': 'currency_code',
        }) }}
    from capped
    union all
    select
        {{- select_columns(fact_columns(), {
            'program_id': 'program_id', 'period_id': 'period_id', 'line_id': 'line_id',
            'section': "'operand'", 'position': 'position', 'code': 'code', 'verdict': "'none'",
            'quantity': 'quantity',
        }) }}
    from operands
    union all
    select
        {{- select_columns(fact_columns(), {
            'program_id': 'program_id', 'period_id': 'period_id', 'line_id': 'line_id',
            'section': "'refund'", 'position': 'position', 'code': 'conversion_type',
            'verdict': "'none'", 'amount': 'amount', 'unit': 'currency_code',
            'on_date': 'event_on', 'ref': 'record_key', 'file_name': 'file_name',
            'file_row': 'file_row',
        }) }}
    from refunded
)

select * from final
