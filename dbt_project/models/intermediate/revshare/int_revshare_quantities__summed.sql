{#- Over 120 lines: what a share needs, from sums and from fees, brought to the same names. -#}
{#-
    What a revenue share is computed from, by carryover account, client and product: the named sums
    that its base and deductions read, in the deal's currency. `client_id` is '' where all clients
    of a product are worked out together (int_revshare_grains__decided).
    A fact without a product passes a filter by product if it is money in or out, not play or sale.
-#}
{%- set sums = revshare_sums() -%}
with

shares as (
    select distinct
        program_id, deal_id, component_id, terms_from, distance, share_no, calendar_id
    from {{ ref('int_revshare_spans__numbered') }}
),

terms as (
    select distinct program_id, deal_id, component_id, terms_from, carry_scope, base_kind
    from {{ ref('int_components__by_brand') }}
    where component_type = 'revshare' or (component_type = 'override' and family = 'period')
),

needed as (
    select
        program_id, deal_id, component_id, terms_from,
        case base_kind when 'theoretical' then 'stakes' else {{ base_code('base_kind') }} end
            as code
    from terms
    union
    select program_id, deal_id, component_id, terms_from, 'theoretical' as code
    from terms
    where base_kind = 'theoretical'
    union
    select
        terms.program_id, terms.deal_id, terms.component_id, terms.terms_from,
        case deductions.kind when 'amount' then deductions.deduction_code
            else deductions.of_base end as code
    from terms
    inner join {{ ref('stg_terms__deal_deductions') }} as deductions
        on {{ same_component('terms', 'deductions', 'terms_from') }}
),

asked as (
    select shares.share_no, needed.code
    from shares
    inner join needed on {{ same_terms('shares', 'needed') }}
),

named as (
    select
        sums.share_no, sums.period_no, sums.product, sums.client_id, sums.record_key, asked.code,
        case asked.code
            {% for code in (sums.keys() | list) + ['theoretical'] -%}
            when '{{ code }}' then sums.{{ code }}
            {% endfor %}
        end as amount,
        case asked.code
            {% for code in sums -%}
            when '{{ code }}' then sums.found_bits & {{ 2 ** loop.index0 }}
            {% endfor -%}
            when 'theoretical' then sums.has_theoretical
        end as found,
        case asked.code
            {% for code in sums -%}
            when '{{ code }}' then sums.lacking_bits & {{ 2 ** loop.index0 }}
            {% endfor %}
        end as lacking,
        sums.recorded_at
    from {{ ref('int_revshare_sums__by_period') }} as sums
    inner join asked on sums.share_no = asked.share_no
    union all
    select
        fees.share_no, fees.period_no, fees.product, fees.client_id, fees.record_key, fees.code,
        fees.amount, 1 as found, fees.lacking_rates as lacking,
        cast(null as timestamp) as recorded_at
    from {{ ref('int_revshare_fees__by_period') }} as fees
    inner join asked
        on fees.share_no = asked.share_no
        and fees.code = asked.code
),

filters as (
    select distinct shares.share_no, filters.filter_kind, filters.filter_value
    from shares
    inner join {{ ref('stg_terms__deal_filters') }} as filters
        on {{ same_component('shares', 'filters', 'terms_from') }}
        and filters.filter_kind in ('product', 'excluded_product')
),

listing as (
    select distinct share_no from filters where filter_kind = 'product'
),

passed as (
    select named.*
    from named
    left join listing on named.share_no = listing.share_no
    left join filters as included
        on named.share_no = included.share_no
        and included.filter_kind = 'product'
        and named.product = included.filter_value
    left join filters as excluded
        on named.share_no = excluded.share_no
        and excluded.filter_kind = 'excluded_product'
        and named.product = excluded.filter_value
    where named.found > 0
        and excluded.share_no is null
        and (
            listing.share_no is null
            or included.share_no is not null
            or (
                named.product = ''
                and named.code in ('deposits', 'withdrawals', 'net_deposits', 'chargebacks')
            )
        )
),

-- Numbers for what many rows are joined by: the line, a part of its base, and the total of a
-- product and account, on which percentages are judged
lines as (
    select program_id, deal_id, component_id, distance, calendar_id, share_no, carry_scope
    from shares
    inner join terms using (program_id, deal_id, component_id, terms_from)
),

placed as (
    select share_no, carry_scope, period_no, {{ period_line_key() }} as line_key
    from (
        select lines.*, periods.period_no, periods.period_id
        from lines
        inner join {{ ref('stg_portal__periods') }} as periods
            on lines.program_id = periods.program_id
            and lines.calendar_id = periods.calendar_id
    ) as spread
),

summed as (
    select
        placed.line_key,
        {{ revshare_account('placed.carry_scope', 'passed') }} as account_key,
        passed.client_id,
        passed.product,
        passed.code,
        cast(sum(passed.amount) as {{ exact_type() }}) as amount,
        sum(case when passed.lacking > 0 then 1 else 0 end) as lacking_rates,
        max(passed.recorded_at) as recorded_at
    from passed
    inner join placed
        on passed.share_no = placed.share_no
        and passed.period_no = placed.period_no
    group by all
),

final as (
    select
        line_key,
        account_key,
        client_id,
        product,
        code,
        {{ revshare_total_key() }} as total_key,
        {{ key_of(['line_key', 'account_key', 'product', 'client_id']) }} as part_key,
        amount,
        lacking_rates,
        recorded_at
    from summed
)

select * from final
