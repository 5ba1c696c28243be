{#- Over 120 lines: the contract's columns, one a line. -#}
{#- A new component type is one model in lines/ and one name in this list. -#}
{%- set types = ['per_lot', 'events', 'override', 'rebate', 'periods'] -%}
{{ config(
    materialized='view',
    meta={'stored_while': {'model': 'int_lot_amounts__stored', 'rows': 1000000}},
) }}
-- depends_on: {{ ref('int_lot_amounts__stored') }}

with

lines as (
    {% for type in types -%}
    {{ shown_lines(type) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

-- What a gate has locked; lines per lot have none
locked as (
    {% for type in types if type != 'per_lot' -%}
    select program_id, line_id, event_on
    from {{ ref('com_lines__' ~ type) }}
    where reason_code = 'gate_not_met'
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

-- Reviews are named at each join, not once above: DuckDB keeps a CTE that is read several times as
-- it is, and then works out every column of every line for a reader of one.
-- A review decides about a line, its client or its fact; a line rejected is worth nothing, and so
-- is what is computed from it
reviewed as (
    select
        lines.*,
        coalesce(locked.event_on, lines.event_on) as fact_on,
        coalesce(roundings.amount_minor, lines.amount_minor) as rounded_minor,
        roundings.amount_minor is not null as is_step,
        line_review.rejected_from is not null or origin_review.rejected_from is not null
            as is_line_rejected,
        coalesce(record_review.held_from <= coalesce(locked.event_on, lines.event_on), false)
        or coalesce(client_review.held_from <= coalesce(locked.event_on, lines.event_on), false)
        or line_review.held_from is not null as is_held
    from lines
    left join locked
        on lines.program_id = locked.program_id
        and lines.origin_line_id = locked.line_id
        and lines.line_kind = 'released'
    left join {{ ref('com_period_roundings') }} as roundings
        on lines.program_id = roundings.program_id
        and lines.line_id = roundings.line_id
    left join {{ ref('int_reviews__effective') }} as line_review
        on lines.program_id = line_review.program_id
        and line_review.target_kind = 'line'
        and lines.line_id = line_review.target_id
    left join {{ ref('int_reviews__effective') }} as origin_review
        on lines.program_id = origin_review.program_id
        and origin_review.target_kind = 'line'
        and lines.origin_line_id = origin_review.target_id
    left join {{ ref('int_reviews__effective') }} as record_review
        on lines.program_id = record_review.program_id
        and record_review.target_kind = 'record'
        and lines.event_record_key = record_review.target_id
    left join {{ ref('int_reviews__effective') }} as client_review
        on lines.program_id = client_review.program_id
        and client_review.target_kind = 'client'
        and lines.client_id = client_review.target_id
),

final as (
    select
        line_id,
        program_id,
        calendar_id,
        period_id,
        partner_id,
        deal_id,
        plan_id,
        plan_version_no,
        component_id,
        component_type,
        family,
        level,
        line_kind,
        origin_line_id,
        step_no,
        event_record_key,
        event_on,
        fact_on,
        occurred_at,
        client_id,
        direct_partner_id,
        lower_partner_id,
        account_tail,
        account_type,
        product,
        brand,
        symbol,
        symbol_group,
        country,
        link_code,
        sub1,
        formula_code,
        quantity,
        quantity_unit,
        modifier,
        rate,
        rate_unit,
        lower_rate,
        base_amount,
        source_amount,
        source_currency_code,
        fx_rate,
        fx_on,
        fx_source,
        cast(case when is_line_rejected then 0 else exact_amount end as decimal(38,12))
            as exact_amount,
        -- what the line is worth at its own digits; under `rounding: period` it stays exact
        cast(
            case
                when is_line_rejected then 0
                when rounding = 'period' then exact_amount
                else {{ of_minor(to_minor('exact_amount', 'digits'), 'digits') }}
            end as {{ exact_type() }}
        ) as line_amount,
        cast(case when is_line_rejected then 0 else rounded_minor end as bigint) as amount_minor,
        currency_code,
        rounding,
        payable_from,
        cast(
            case
                when is_line_rejected or reason_code in ('rejected', 'refunded') then 'reversed'
                when reason_code = 'gate_not_met' then 'locked'
                when is_held then 'held'
                when payable_from <= cast({{ as_of() }} as date) then 'approved'
                else 'pending'
            end as varchar
        ) as state,
        cast(case when is_line_rejected then 'rejected' else reason_code end as varchar)
            as reason_code,
        file_name,
        file_row,
        recorded_at,
        cast(
            case
                when is_line_rejected then md5('rejected|' || line_digest)
                when is_step then md5(rounded_minor || '|' || line_digest)
                else line_digest
            end as varchar
        ) as line_digest,
        cast(is_plain as boolean) as is_plain
    from reviewed
)

select * from final
