{#- Named fees of activity, added up like the sums and with the same keys. -#}
{% macro revshare_fees_by_period(each_client=false) -%}
with

fees as (
    select
        program_id, event_on, partner_id, is_own, brand_key, client_id, product, currency_code,
        record_key, amount,
        case when fee_code like 'fees.%' then fee_code else 'fees.' || fee_code end as code
    from {{ ref('int_client_day_fees__summed') }}
    where amount <> 0
),

spans as (
    select * from {{ ref('int_revshare_spans__numbered') }}
    {%- if each_client %} where not is_by_client {%- endif %}
),

registered as (
    {{ registration_days() }}
),

final as (
    select
        spans.share_no,
        periods.period_no,
        fees.product,
        {{ 'fees.client_id' if each_client
            else "case when spans.is_by_client then fees.client_id else '' end" }} as client_id,
        case when spans.is_by_record then fees.record_key else '' end as record_key,
        fees.code,
        cast(sum(cast(
            fees.amount * coalesce(exchange.fx_rate, 0) as {{ exact_type() }}
        )) as {{ exact_type() }}) as amount,
        sum(case when exchange.fx_rate is null then 1 else 0 end) as lacking_rates
    from fees
    inner join spans
        on fees.program_id = spans.program_id
        and fees.partner_id = spans.member_partner_id
        and fees.brand_key = spans.brand_key
        and fees.is_own = spans.is_own
        and fees.event_on between spans.valid_from and spans.valid_to
    inner join {{ ref('int_periods__daily') }} as periods
        on spans.program_id = periods.program_id
        and spans.calendar_id = periods.calendar_id
        and fees.event_on = periods.day
    left join {{ ref('int_fx_rates__daily') }} as exchange
        on fees.program_id = exchange.program_id
        and fees.event_on = exchange.event_on
        and fees.currency_code = exchange.source_currency_code
        and spans.currency_code = exchange.currency_code
    left join registered
        on fees.program_id = registered.program_id
        and fees.client_id = registered.client_id
    where {{ is_in_version('registered', 'spans') }}
    group by all
)

select * from final
{%- endmacro %}
