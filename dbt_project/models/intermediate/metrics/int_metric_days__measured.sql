{#- Over 120 lines: three kinds of fact, one select each, brought to the same measures. -#}
{#-
    What a client did on a day, as the asks of a component count it: own accounts where they earn,
    products and trades that its filters let through, amounts in the deal's currency (RULINGS,
    Tiers and metrics). A fact without a product passes a filter by product unless it is a sale
    or play.
-#}
{%- set measures = [
    'registrations', 'first_deposits', 'qualified', 'sales', 'trades', 'stake_days', 'lots',
    'deposits', 'net_revenue', 'net_sales', 'turnover',
] -%}
with

asked as (
    select
        program_id, deal_id, component_id, terms_from, component_type, subject_partner_id,
        partner_id, network, currency_code, own_account,
        bool_or(metric = 'qualified_clients') as asks_qualified,
        bool_or(metric in ('lots', 'active_clients')) as asks_trades,
        bool_or(metric not in ('qualified_clients', 'lots')) as asks_days,
        -- a look-back reads further than the terms; without one the period is enough
        case when count(look_back) > 0 then date '1900-01-01'
            else {{ add_days('min(valid_from)', -31) }} end as scan_from,
        case when max(valid_to) = {{ forever() }} then {{ forever() }}
            else {{ add_days('max(valid_to)', 31) }} end as scan_to
    from {{ ref('int_metrics__asked') }}
    where metric <> 'commission'
    group by
        program_id, deal_id, component_id, terms_from, component_type, subject_partner_id,
        partner_id, network, currency_code, own_account
),

spans as (
    select
        asked.*,
        members.brand_key,
        members.member_partner_id,
        greatest(members.valid_from, asked.scan_from) as valid_from,
        least(members.valid_to, asked.scan_to) as valid_to,
        asked.own_account = 'earns' or (
            asked.own_account = 'upline_only'
            and members.member_partner_id <> asked.subject_partner_id
        ) as counts_own,
        false as is_own_alone
    from asked
    inner join {{ ref('int_metric_members__dated') }} as members
        on asked.program_id = members.program_id
        and asked.deal_id = members.deal_id
        and asked.subject_partner_id = members.subject_partner_id
        and asked.network = members.network
    union all
    select
        asked.*,
        owners.brand_key,
        owners.member_partner_id,
        greatest(owners.valid_from, asked.scan_from) as valid_from,
        least(owners.valid_to, asked.scan_to) as valid_to,
        true as counts_own,
        true as is_own_alone
    from asked
    inner join {{ ref('int_metric_owners__dated') }} as owners
        on {{ same_terms('asked', 'owners') }}
        and asked.subject_partner_id = owners.partner_id
        and not asked.network
),

filters as (
    select program_id, deal_id, component_id, valid_from, filter_kind, filter_value
    from {{ ref('stg_terms__deal_filters') }}
),

listing as (
    select program_id, deal_id, component_id, valid_from,
        bool_or(filter_kind in ('product', 'sale_kind')) as lists_products
    from filters
    group by program_id, deal_id, component_id, valid_from
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

passed_days as (
    select
        spans.program_id, spans.deal_id, spans.component_id, spans.terms_from,
        spans.subject_partner_id, spans.network, spans.currency_code,
        days.event_on, days.client_id, days.currency_code as source_currency_code,
        days.registration_count, days.deposits, days.net_revenue, days.sales, days.refunds,
        days.sale_count, days.stakes,
        excluded.filter_value is null and (
            not coalesce(listing.lists_products, false) or included.filter_value is not null
        ) as is_passed,
        days.product = '' as is_without_product
    from spans
    inner join days
        on spans.program_id = days.program_id
        and spans.member_partner_id = days.partner_id
        and spans.brand_key = days.brand_key
        and days.event_on between spans.valid_from and spans.valid_to
        and (days.is_own or not spans.is_own_alone)
        and (not days.is_own or spans.counts_own)
    left join listing on {{ same_component('spans', 'listing', 'terms_from') }}
    left join filters as included
        on {{ same_component('spans', 'included', 'terms_from') }}
        and included.filter_kind in ('product', 'sale_kind')
        and days.product = included.filter_value
    left join filters as excluded
        on {{ same_component('spans', 'excluded', 'terms_from') }}
        and excluded.filter_kind = 'excluded_product'
        and days.product = excluded.filter_value
    where spans.asks_days
),

by_day as (
    select
        passed.program_id, passed.deal_id, passed.component_id, passed.terms_from,
        passed.subject_partner_id, passed.network, passed.event_on, passed.client_id,
        passed.registration_count as registrations,
        case when first_deposits.deposited_on = passed.event_on and passed.deposits > 0
            then 1 else 0 end as first_deposits,
        0 as qualified,
        case when passed.is_passed then passed.sale_count else 0 end as sales,
        0 as trades,
        case when passed.is_passed and passed.stakes > 0 then 1 else 0 end as stake_days,
        0 as lots,
        {{ exact('passed.deposits * coalesce(fx.fx_rate, 0)') }} as deposits,
        {{ exact('case when passed.is_passed then passed.net_revenue else 0 end
            * coalesce(fx.fx_rate, 0)') }} as net_revenue,
        {{ exact('case when passed.is_passed then passed.sales - passed.refunds else 0 end
            * coalesce(fx.fx_rate, 0)') }} as net_sales,
        {{ exact('case when passed.is_passed then passed.stakes else 0 end
            * coalesce(fx.fx_rate, 0)') }} as turnover
    from passed_days as passed
    left join first_deposits
        on passed.program_id = first_deposits.program_id
        and passed.client_id = first_deposits.client_id
    left join {{ ref('int_fx_rates__daily') }} as fx
        on passed.program_id = fx.program_id
        and passed.event_on = fx.event_on
        and passed.source_currency_code = fx.source_currency_code
        and passed.currency_code = fx.currency_code
    where passed.is_passed or passed.is_without_product
),

-- Demo trades count only in the lots of a component that lists them
by_trade as (
    select
        spans.program_id, spans.deal_id, spans.component_id, spans.terms_from,
        spans.subject_partner_id, spans.network, trades.event_on, trades.client_id,
        0 as registrations, 0 as first_deposits, 0 as qualified, 0 as sales,
        case when passed.is_demo then 0 else 1 end as trades,
        0 as stake_days,
        trades.lots * passed.modifier as lots,
        0 as deposits, 0 as net_revenue, 0 as net_sales, 0 as turnover
    from spans
    inner join {{ ref('int_trades__attributed') }} as trades
        on spans.program_id = trades.program_id
        and spans.member_partner_id = trades.chain_partner_id
        and spans.brand_key = trades.brand_key
        and trades.event_on between spans.valid_from and spans.valid_to
        and (trades.is_own or not spans.is_own_alone)
        and (not trades.is_own or spans.counts_own)
        and not trades.is_rejected
    inner join {{ ref('int_metric_profiles__passed') }} as passed
        on {{ same_terms('spans', 'passed') }}
        and trades.profile_key = passed.profile_key
    inner join {{ ref('stg_terms__deal_components') }} as components
        on {{ same_component('spans', 'components', 'terms_from') }}
        and (
            coalesce(components.minimum_holding_seconds, 0) = 0
            or trades.holding_seconds >= components.minimum_holding_seconds
        )
    left join filters as excluded
        on {{ same_component('spans', 'excluded', 'terms_from') }}
        and excluded.filter_kind = 'excluded_deal_reason'
        and trades.deal_reason = excluded.filter_value
    where spans.asks_trades and excluded.filter_value is null
),

-- A CPA counts its own clients, every other component those of all CPAs
qualified as (
    select distinct
        spans.program_id, spans.deal_id, spans.component_id, spans.terms_from,
        spans.subject_partner_id, spans.network, clients.event_on, clients.client_id,
        0 as registrations, 0 as first_deposits, 1 as qualified, 0 as sales, 0 as trades,
        0 as stake_days, 0 as lots, 0 as deposits, 0 as net_revenue, 0 as net_sales,
        0 as turnover
    from spans
    inner join {{ ref('int_cpa_clients__qualified') }} as clients
        on spans.program_id = clients.program_id
        and spans.member_partner_id = clients.partner_id
        and spans.brand_key = clients.brand_key
        and clients.event_on between spans.valid_from and spans.valid_to
        and (spans.component_type <> 'cpa' or spans.component_id = clients.component_id)
        and not clients.is_excluded
    where spans.asks_qualified and not spans.is_own_alone
),

together as (
    select * from by_day
    union all
    select * from by_trade
    union all
    select * from qualified
),

registered as (
    {{ registration_days() }}
),

final as (
    select
        together.program_id,
        together.deal_id,
        together.component_id,
        together.terms_from,
        together.subject_partner_id,
        together.network,
        together.event_on,
        together.client_id,
        {%- for measure in measures %}
        cast(sum(together.{{ measure }}) as {{ exact_type() }}) as {{ measure }}
            {{- ',' if not loop.last }}
        {%- endfor %}
    from together
    inner join {{ ref('stg_terms__deal_components') }} as own_terms
        on {{ same_component('together', 'own_terms', 'terms_from') }}
    left join registered
        on together.program_id = registered.program_id
        and together.client_id = registered.client_id
    where {{ is_in_version('registered', 'own_terms') }}
    group by
        together.program_id, together.deal_id, together.component_id, together.terms_from,
        together.subject_partner_id, together.network, together.event_on, together.client_id
)

select * from final
