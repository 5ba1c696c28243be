{#-
    Metrics of a deal's own facts in a period, for steps and gates other than the base. An active
    client has a stake above 0, a closed trade or a sale (COMMISSIONS, Words). An own account counts
    where it earns (RULINGS, Tiers and metrics).
-#}
with

terms as (
    select distinct
        program_id, deal_id, component_id, period_id, partner_id, starts_on, ends_on, currency_code
    from {{ ref('int_revshare_terms__by_period') }}
    where tier_metric <> 'base' or gate_metric is not null
),

spans as (
    select
        terms.*,
        components.brand_key,
        components.valid_from,
        components.valid_to,
        components.own_account
    from terms
    inner join {{ ref('int_components__by_brand') }} as components
        on terms.program_id = components.program_id
        and terms.deal_id = components.deal_id
        and terms.component_id = components.component_id
        and terms.starts_on <= components.valid_to
        and components.valid_from <= terms.ends_on
),

days as (
    select * from {{ ref('int_client_days__summed') }}
),

first_deposits as (
    select program_id, client_id, min(event_on) as deposited_on
    from {{ ref('int_conversions__attributed') }}
    where conversion_type = 'deposit' and not is_rejected
    group by program_id, client_id
),

counted as (
    select
        spans.program_id,
        spans.deal_id,
        spans.component_id,
        spans.period_id,
        count(distinct case
            when days.stakes > 0 or days.trade_count > 0 or days.sale_count > 0
                then days.client_id
        end) as active_clients,
        count(distinct case
            when first_deposits.deposited_on = days.event_on and days.deposits > 0
                then days.client_id
        end) as first_deposits,
        sum(days.registration_count) as registrations,
        sum(days.sale_count) as sales,
        sum(cast(days.deposits * coalesce(fx.fx_rate, 0) as {{ exact_type() }})) as deposits,
        sum(cast(days.net_revenue * coalesce(fx.fx_rate, 0) as {{ exact_type() }}))
            as net_revenue,
        sum(cast((days.sales - days.refunds) * coalesce(fx.fx_rate, 0) as {{ exact_type() }}))
            as net_sales,
        sum(cast(days.stakes * coalesce(fx.fx_rate, 0) as {{ exact_type() }})) as turnover
    from spans
    inner join days
        on spans.program_id = days.program_id
        and spans.partner_id = days.partner_id
        and spans.brand_key = days.brand_key
        and days.event_on between spans.starts_on and spans.ends_on
        and days.event_on between spans.valid_from and spans.valid_to
        and (not days.is_own or spans.own_account = 'earns')
    left join first_deposits
        on days.program_id = first_deposits.program_id
        and days.client_id = first_deposits.client_id
    left join {{ ref('int_fx_rates__daily') }} as fx
        on days.program_id = fx.program_id
        and days.event_on = fx.event_on
        and days.currency_code = fx.source_currency_code
        and spans.currency_code = fx.currency_code
    group by spans.program_id, spans.deal_id, spans.component_id, spans.period_id
),

qualified as (
    select
        terms.program_id, terms.deal_id, terms.component_id, terms.period_id,
        count(*) as qualified_clients
    from terms
    inner join {{ ref('int_cpa_clients__qualified') }} as clients
        on terms.program_id = clients.program_id
        and terms.deal_id = clients.deal_id
        and clients.event_on between terms.starts_on and terms.ends_on
    group by terms.program_id, terms.deal_id, terms.component_id, terms.period_id
),

final as (
    {% for metric in [
        'active_clients', 'first_deposits', 'registrations', 'sales', 'deposits', 'net_revenue',
        'net_sales', 'turnover',
    ] -%}
    select
        program_id, deal_id, component_id, period_id, '{{ metric }}' as metric,
        cast({{ metric }} as {{ exact_type() }}) as value
    from counted
    union all
    {% endfor -%}
    select
        terms.program_id, terms.deal_id, terms.component_id, terms.period_id,
        'qualified_clients' as metric,
        cast(coalesce(qualified.qualified_clients, 0) as {{ exact_type() }}) as value
    from terms
    left join qualified on {{ same_period_line('terms', 'qualified') }}
)

select * from final
