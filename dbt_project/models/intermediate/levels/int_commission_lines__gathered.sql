{{ config(materialized='view') }}
{#-
    Lines that an override on commission can be computed from, with the line of the direct partner
    that they come from. A pot is what one event (or period) of one component of a direct partner
    earned along its chain.
-#}
with

events as (
    select
        program_id, direct_partner_id, brand_key, level, partner_id, lower_partner_id, line_id,
        component_id, component_type, family, event_on, occurred_at, event_record_key,
        pot_id, client_id, product, brand,
        symbol, symbol_group, account_tail, account_type, country, link_code, sub1, exact_amount,
        currency_code, reason_code, released_on, file_name, file_row, recorded_at, lead_deal_id,
        lead_terms_from
    from {{ ref('int_event_lines__drafted') }}
    where line_kind = 'earned'
),

{% set plain = {'per_lot': 'com_lines__per_lot'} -%}
brands as (
    select distinct program_id, brand_key from {{ ref('int_deals__by_brand') }}
),

others as (
    {% for model in plain.values() -%}
    select
        lines.program_id, lines.direct_partner_id, coalesce(brands.brand_key, '') as brand_key,
        lines.level, lines.partner_id, lines.lower_partner_id, lines.line_id, lines.component_id,
        lines.component_type, lines.family, lines.event_on, lines.occurred_at,
        lines.event_record_key,
        cast(null as varchar) as pot_id,
        lines.client_id, lines.product, lines.brand, lines.symbol, lines.symbol_group,
        lines.account_tail, lines.account_type, lines.country, lines.link_code, lines.sub1,
        lines.exact_amount, lines.currency_code, lines.reason_code,
        cast(null as date) as released_on, lines.file_name, lines.file_row, lines.recorded_at,
        cast(null as varchar) as lead_deal_id, cast(null as date) as lead_terms_from
    from {{ ref(model) }} as lines
    left join brands
        on lines.program_id = brands.program_id
        and lines.brand = brands.brand_key
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

periods as (
    select * from {{ ref('com_lines__periods') }} where component_type <> 'override'
),

releases as (
    select origin_line_id, min(event_on) as released_on
    from periods
    where line_kind = 'released'
    group by origin_line_id
),

-- The chain of a period line is that of its last day, for the brand of its deal
of_periods as (
    select
        lines.program_id, lines.direct_partner_id, coalesce(terms.brand, '') as brand_key,
        lines.level, lines.partner_id, lines.lower_partner_id, lines.line_id, lines.component_id,
        lines.component_type, lines.family, lines.event_on, lines.occurred_at,
        lines.event_record_key, cast(null as varchar) as pot_id,
        lines.client_id, lines.product, lines.brand, lines.symbol, lines.symbol_group,
        lines.account_tail, lines.account_type, lines.country, lines.link_code, lines.sub1,
        lines.exact_amount, lines.currency_code, lines.reason_code, releases.released_on,
        lines.file_name, lines.file_row, lines.recorded_at,
        cast(null as varchar) as lead_deal_id, cast(null as date) as lead_terms_from
    from periods as lines
    left join releases on lines.line_id = releases.origin_line_id
    left join (
        select distinct program_id, deal_id, brand from {{ ref('stg_terms__deal_versions') }}
    ) as terms
        on lines.program_id = terms.program_id
        and lines.deal_id = terms.deal_id
    where lines.line_kind = 'earned'
),

final as (
    select * from events
    union all
    select * from others
    union all
    select * from of_periods
)

select * from final
