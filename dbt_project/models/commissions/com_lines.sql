{#- A new component type is one model in lines/ and one name in this list. -#}
{%- set types = ['per_lot', 'sale_share', 'cpa', 'revshare'] -%}
{{ config(materialized='view') }}

with

lines as (
    {% for type in types -%}
    select * from {{ ref('com_lines__' ~ type) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
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
        exact_amount,
        amount_minor,
        currency_code,
        rounding,
        payable_from,
        cast(
            case
                when payable_from <= cast({{ as_of() }} as date) then 'approved'
                else 'pending'
            end as varchar
        ) as state,
        reason_code,
        file_name,
        file_row,
        recorded_at,
        line_digest
    from lines
)

select * from final
