{#-
    What shares count, as finely as each asks (int_revshare_grains__decided). Activity and events
    are added up apart, because each has only some of the sums.
-#}
{%- set of_activity = {
    'gross': 'stakes - payouts - voids', 'stakes': 'stakes', 'net_revenue': 'net_revenue',
    'bonus_cost': 'bonus_cost', 'jackpot_contribution': 'jackpot_contribution',
    'chargebacks': 'chargebacks', 'adjustments': 'adjustments',
} -%}
{%- set of_events = {
    'deposits': 'deposits', 'withdrawals': 'withdrawals', 'chargebacks': 'deposit_chargebacks',
    'net_deposits': 'deposits - withdrawals - deposit_chargebacks', 'net_sales': 'sales - refunds',
} -%}
{%- set stakes_bit = 2 ** (revshare_sums().keys() | list).index('stakes') -%}
with

{{ revshare_sums_sources() }}

plain_spans as (
    select * from spans where not is_by_client
),

fine_spans as (
    select * from spans where is_by_client or is_exchanged
),

activity as (
    select
        event_on, member_key, brand_key, coalesce(product, '') as product, currency_code, stakes,
        payouts, voids, bonus_cost, jackpot_contribution, chargebacks, adjustments, net_revenue,
        recorded_at
    from {{ ref('int_activity__attributed') }}
    where not is_rejected and member_key is not null
),

events as (
    select *, {{ member_key_of('program_id', 'partner_id', 'is_own') }} as member_key
    from {{ ref('int_client_event_days__summed') }}
),

plain_activity as (
    {{ revshare_plain_sums('activity', of_activity) }}
),

plain_events as (
    {{ revshare_plain_sums('events', of_events) }}
),

plain as (
    {% for relation, has in [('plain_activity', of_activity), ('plain_events', of_events)] -%}
    select
        share_no, period_no, product, found_bits, recorded_at,
        {% for code in revshare_sums() -%}
        {{ code if code in has else '-chargebacks' if code == 'net_deposits' else '0' }}
            as {{ code }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ relation }}
    where found_bits > 0
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

fine as (
    {{ revshare_fine_sums('fine_spans') }}
),

edged as (
    select distinct spans.share_no, spans.edge from spans
),

together as (
    select
        plain.share_no, plain.period_no, plain.product, '' as client_id, '' as record_key,
        {% for code in revshare_sums() -%}
        cast(plain.{{ code }} as {{ exact_type() }}) as {{ code }},
        {% endfor -%}
        cast(plain.stakes * coalesce(edges.edge, edged.edge, 0) as {{ exact_type() }})
            as theoretical,
        case
            when coalesce(edges.edge, edged.edge) is null then 0
            when (plain.found_bits & {{ stakes_bit }}) = 0 then 0
            else 1
        end as has_theoretical,
        plain.found_bits, 0 as lacking_bits, plain.recorded_at
    from plain
    inner join edged on plain.share_no = edged.share_no
    left join edges
        on plain.share_no = edges.share_no
        and plain.product = edges.product
    union all
    select * from fine
),

final as (
    select
        share_no,
        period_no,
        product,
        client_id,
        record_key,
        {% for code in (revshare_sums().keys() | list) + ['theoretical'] -%}
        cast(sum({{ code }}) as {{ exact_type() }}) as {{ code }},
        {% endfor -%}
        max(has_theoretical) as has_theoretical,
        bit_or(found_bits) as found_bits,
        bit_or(lacking_bits) as lacking_bits,
        max(recorded_at) as recorded_at
    from together
    group by share_no, period_no, product, client_id, record_key
)

select * from final
