{#- Over 120 lines: trades, sales and actions as one list of facts. -#}
{#-
    Overrides on the revenue or quantity of events before guard and rounding (COMMISSIONS, Levels):
    spread revenue + commission of a trade, net sale, lots, or the quantity of a conversion. With
    `follows` it earns its own x paid / uncapped of that component of the direct partner.
-#}
with

members as (
    select *
    from {{ ref('int_override_members__placed') }}
    where override_of in ('trades', 'lots', 'sales', 'lead', 'registration', 'sale', 'custom')
        and override_base in ('revenue', 'quantity')
),

wanted as (
    select distinct program_id, override_of from members
),

chains as (
    select program_id, partner_id, ancestor_id, valid_from, valid_to
    from {{ ref('int_partner_chains__dated') }}
    where distance = 1
),

account_types as (
    select program_id, deal_id, component_id, valid_from, filter_value
    from {{ ref('stg_terms__deal_filters') }}
    where filter_kind = 'account_type'
),

listed as (
    select distinct program_id, deal_id, component_id, valid_from from account_types
),

trades as (
    select
        trades.program_id, wanted.override_of, trades.record_key, trades.event_on,
        trades.occurred_at, trades.chain_partner_id, trades.is_own, trades.brand_key,
        trades.client_id, cast(null as varchar) as product, trades.brand, trades.symbol,
        trades.symbol_group, trades.account_tail, trades.account_type, trades.is_demo,
        trades.country, trades.link_code, trades.sub1, trades.lots as quantity,
        'lots' as quantity_unit,
        cast(coalesce(trades.spread_revenue_amount, 0) + coalesce(trades.commission_amount, 0)
            as decimal(18,4)) as amount,
        trades.currency_code, trades.is_rejected, false as is_refunded, trades.file_name,
        trades.file_row, trades.recorded_at
    from {{ ref('int_trades__attributed') }} as trades
    inner join wanted on trades.program_id = wanted.program_id
    where trades.chain_partner_id is not null
        and (
            wanted.override_of = 'lots'
            or (
                wanted.override_of = 'trades'
                and coalesce(trades.spread_revenue_amount, trades.commission_amount) is not null
            )
        )
),

sales as (
    select
        sales.program_id, wanted.override_of, sales.record_key, sales.event_on,
        sales.occurred_at, sales.chain_partner_id, sales.is_own, sales.brand_key,
        sales.client_id, sales.product, sales.brand, cast(null as varchar) as symbol,
        cast(null as varchar) as symbol_group, cast(null as varchar) as account_tail,
        cast(null as varchar) as account_type, false as is_demo, sales.country, sales.link_code,
        sales.sub1, counted.quantity, 'sales' as quantity_unit, sales.net_amount as amount,
        sales.currency_code, sales.is_rejected,
        sales.net_amount = 0 and sales.refunded_amount > 0 as is_refunded, sales.file_name,
        sales.file_row, sales.recorded_at
    from {{ ref('int_sales__net') }} as sales
    inner join wanted
        on sales.program_id = wanted.program_id
        and wanted.override_of in ('sales', 'sale')
    inner join {{ ref('int_conversions__attributed') }} as counted
        on sales.program_id = counted.program_id
        and sales.record_key = counted.record_key
    where sales.chain_partner_id is not null
),

actions as (
    select
        actions.program_id, wanted.override_of, actions.record_key, actions.event_on,
        actions.occurred_at, actions.chain_partner_id, actions.is_own, actions.brand_key,
        actions.client_id, actions.product, actions.brand, cast(null as varchar) as symbol,
        cast(null as varchar) as symbol_group, cast(null as varchar) as account_tail,
        cast(null as varchar) as account_type, false as is_demo, actions.country,
        actions.link_code, actions.sub1, actions.quantity, 'actions' as quantity_unit,
        cast(0 as decimal(18,4)) as amount, cast(null as varchar) as currency_code,
        actions.is_rejected, false as is_refunded, actions.file_name, actions.file_row,
        actions.recorded_at
    from {{ ref('int_conversions__attributed') }} as actions
    inner join wanted
        on actions.program_id = wanted.program_id
        and actions.conversion_type = wanted.override_of
        and wanted.override_of <> 'sale'
    where actions.chain_partner_id is not null
),

facts as (
    select * from trades
    union all
    select * from sales
    union all
    select * from actions
),

-- On an own account its owner is the direct partner, or steps aside for the one above it
standing as (
    select facts.*, facts.chain_partner_id as direct_partner_id, 'earns' as own_account
    from facts
    union all
    select facts.*, chains.ancestor_id as direct_partner_id, 'upline_only' as own_account
    from facts
    inner join chains
        on facts.program_id = chains.program_id
        and facts.chain_partner_id = chains.partner_id
        and facts.event_on between chains.valid_from and chains.valid_to
    where facts.is_own
),

joined as (
    select
        members.partner_id, members.deal_id, members.component_id, members.terms_from,
        members.distance as level, members.override_base, members.follows, members.rate,
        members.rate_unit, members.currency_code, standing.program_id, standing.record_key,
        standing.event_on, standing.occurred_at, standing.direct_partner_id, standing.brand_key,
        standing.client_id, standing.product, standing.brand, standing.symbol,
        standing.symbol_group, standing.account_tail, standing.account_type, standing.country,
        standing.link_code, standing.sub1, standing.quantity, standing.quantity_unit,
        standing.amount as source_amount, standing.currency_code as source_currency_code,
        standing.is_rejected, standing.is_refunded, standing.file_name, standing.file_row,
        standing.recorded_at
    from standing
    inner join members
        on standing.program_id = members.program_id
        and standing.override_of = members.override_of
        and standing.direct_partner_id = members.direct_partner_id
        and standing.brand_key = members.brand_key
        and standing.event_on between members.valid_from and members.valid_to
        and (
            (not standing.is_own and standing.own_account = 'earns')
            or (standing.is_own and standing.own_account = members.own_account)
        )
    left join listed on {{ same_component('members', 'listed', 'terms_from') }}
    left join account_types as words
        on {{ same_component('members', 'words', 'terms_from') }}
        and {{ is_account_of('words.filter_value', 'standing') }}
    where (listed.deal_id is null and not standing.is_demo) or words.deal_id is not null
    qualify row_number() over (
        partition by standing.program_id, standing.record_key, members.deal_id,
            members.component_id
        order by words.filter_value
    ) = 1
),

followed as (
    select
        program_id, record_key, component_id, sum(uncapped_amount) as uncapped_amount,
        sum(exact_amount) as paid_amount
    from {{ ref('int_event_prices__capped') }}
    group by program_id, record_key, component_id
),

valued as (
    select
        joined.*,
        fx.fx_rate,
        fx.fx_on,
        fx.fx_source,
        cast(
            case
                when joined.is_rejected or joined.is_refunded then 0
                when joined.override_base = 'quantity' then joined.quantity
                else joined.source_amount * coalesce(fx.fx_rate, 0)
            end as {{ exact_type() }}
        ) as base_amount,
        followed.paid_amount,
        followed.uncapped_amount,
        coalesce(
            followed.paid_amount <> followed.uncapped_amount and followed.uncapped_amount <> 0,
            false
        ) as is_capped
    from joined
    left join {{ ref('int_fx_rates__daily') }} as fx
        on joined.program_id = fx.program_id
        and joined.event_on = fx.event_on
        and joined.source_currency_code = fx.source_currency_code
        and joined.currency_code = fx.currency_code
    left join followed
        on joined.program_id = followed.program_id
        and joined.record_key = followed.record_key
        and joined.follows = followed.component_id
),

final as (
    select
        valued.*,
        case
            when valued.is_capped
                then {{ times_part_12(
                    exact('valued.base_amount * valued.rate'), 'valued.paid_amount',
                    'valued.uncapped_amount'
                ) }}
            else {{ exact('valued.base_amount * valued.rate') }}
        end as exact_amount,
        case
            when valued.is_rejected then 'rejected'
            when valued.is_refunded then 'refunded'
            when not coalesce(gates.is_open, true) and valued.base_amount > 0 then 'gate_not_met'
            when valued.is_capped then 'capped'
        end as reason_code,
        case when not gates.is_open then gates.released_on end as released_on
    from valued
    left join {{ ref('int_gate_days__judged') }} as gates
        on {{ same_terms('valued', 'gates') }}
        and valued.event_on = gates.day
)

select * from final
