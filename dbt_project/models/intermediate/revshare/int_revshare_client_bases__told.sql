{{ config(materialized='view') }}

{#-
    What each client was of a line's base, for its explanation: as it was worked out, or, where all
    clients of a product were worked out together, its own sums by the weights of their total.
-#}
{%- set codes = (revshare_sums().keys() | list) + ['theoretical'] -%}
with

shares as (
    select distinct
        program_id, deal_id, component_id, terms_from, distance, share_no, calendar_id
    from {{ ref('int_revshare_spans__numbered') }}
    where not is_by_client
),

terms as (
    select distinct program_id, deal_id, component_id, terms_from, carry_scope
    from {{ ref('int_components__by_brand') }}
    where component_type = 'revshare' or (component_type = 'override' and family = 'period')
),

seen as (
    select distinct share_no, period_no, product, client_id, record_key
    from (
        select share_no, period_no, product, client_id, record_key
        from {{ ref('int_revshare_sums__by_period') }}
        union all
        select share_no, period_no, product, client_id, record_key
        from {{ ref('int_revshare_fees__by_period') }}
    ) as facts
),

placed as (
    select
        seen.share_no, seen.period_no, seen.product, shares.program_id, shares.deal_id,
        shares.component_id, periods.period_id, shares.distance,
        {{ revshare_account('terms.carry_scope', 'seen') }} as account_key
    from seen
    inner join shares on seen.share_no = shares.share_no
    inner join terms on {{ same_terms('shares', 'terms') }}
    inner join {{ ref('stg_portal__periods') }} as periods
        on shares.program_id = periods.program_id
        and shares.calendar_id = periods.calendar_id
        and seen.period_no = periods.period_no
),

lined as (
    select *, {{ period_line_key() }} as line_key from placed
),

keyed as (
    select *, {{ revshare_total_key() }} as total_key from lined
),

weights as (
    select
        total_key,
        {% for code in codes -%}
        cast(max(case code when '{{ code }}' then weight end) as decimal(18,8)) as {{ code }},
        {% endfor -%}
        bit_or(case code
            {% for code in revshare_sums() -%}
            when '{{ code }}' then {{ 2 ** loop.index0 }}
            {% endfor -%}
            else 0
        end) as needed_bits
    from {{ ref('int_revshare_weights__walked') }}
    group by total_key
),

parts as (
    select
        keyed.program_id, keyed.deal_id, keyed.component_id, keyed.period_id, keyed.distance,
        sums.client_id,
        {% for code in codes -%}
        {{ '+ ' if not loop.first }}sums.{{ code }} * coalesce(weights.{{ code }}, 0)
        {% endfor -%} as amount
    from {{ ref('int_revshare_client_sums__by_period') }} as sums
    inner join keyed
        on sums.share_no = keyed.share_no
        and sums.period_no = keyed.period_no
        and sums.product = keyed.product
    inner join weights on keyed.total_key = weights.total_key
    where sums.found_bits & weights.needed_bits > 0
    union all
    select
        keyed.program_id, keyed.deal_id, keyed.component_id, keyed.period_id, keyed.distance,
        fees.client_id, fees.amount * weights.weight as amount
    from {{ ref('int_revshare_client_fees__by_period') }} as fees
    inner join keyed
        on fees.share_no = keyed.share_no
        and fees.period_no = keyed.period_no
        and fees.product = keyed.product
    inner join {{ ref('int_revshare_weights__walked') }} as weights
        on keyed.total_key = weights.total_key
        and fees.code = weights.code
    union all
    select program_id, deal_id, component_id, period_id, distance, client_id, base_amount
    from {{ ref('int_revshare_clients__based') }}
    where client_id <> ''
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        period_id,
        distance,
        client_id,
        cast(sum(amount) as {{ exact_type() }}) as base_amount
    from parts
    group by program_id, deal_id, component_id, period_id, distance, client_id
)

select * from final
