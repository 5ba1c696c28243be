{#- Over 120 lines: one fact kind after the other.
    What conditions of a CPA look at: every fact of a client as a change of a metric. -#}
with

conditions as (
    select program_id, metric from {{ ref('stg_terms__deal_conditions') }}
    union
    select program_id, multiple_of as metric from {{ ref('stg_terms__deal_conditions') }}
    union
    select program_id, anchor as metric from {{ ref('stg_terms__deal_conditions') }}
    union
    -- a stepped CPA follows net deposits, from the registration or the first deposit on
    select components.program_id, stepped.metric
    from {{ ref('stg_terms__deal_components') }} as components
    cross join (
        select 'net_deposits' as metric union all select 'first_deposit' as metric
    ) as stepped
    where components.component_type = 'cpa' and components.tier_kind = 'stepped'
),

used as (
    select distinct program_id, metric from conditions where metric is not null
),

-- Facts of programs without conditions are not looked at
conversions as (
    select *
    from {{ ref('int_conversions__attributed') }}
    where not is_rejected and program_id in (select program_id from used)
),

-- A chargeback names its deposit: the deposit counts with what is left of it
taken_back as (
    select program_id, refunds as event_id, sum(abs(amount)) as amount
    from conversions
    where conversion_type in ('chargeback', 'refund') and refunds is not null
    group by program_id, refunds
),

deposits as (
    select
        conversions.program_id,
        conversions.client_id,
        conversions.record_key,
        conversions.brand_key,
        conversions.event_on,
        conversions.occurred_at,
        conversions.currency_code,
        conversions.amount - coalesce(taken_back.amount, 0) as value
    from conversions
    left join taken_back
        on conversions.program_id = taken_back.program_id
        and conversions.event_id = taken_back.event_id
    where conversions.conversion_type = 'deposit'
        and conversions.amount > coalesce(taken_back.amount, 0)
),

first_deposits as (
    select *
    from deposits
    qualify row_number() over (
        partition by program_id, client_id order by occurred_at, record_key
    ) = 1
),

money_out as (
    select
        program_id, client_id, record_key, brand_key, event_on, occurred_at, currency_code,
        -abs(amount) as value
    from conversions
    where conversion_type = 'withdrawal' or (conversion_type = 'chargeback' and refunds is null)
),

days as (
    select *
    from {{ ref('int_activity__attributed') }}
    where not is_rejected and program_id in (select program_id from used)
),

activity as (
    {{ at_day_end('days') }}
),

trades as (
    select *
    from {{ ref('int_trades__attributed') }}
    where not is_rejected and not is_demo and client_id is not null
        and program_id in (select program_id from used)
),

together as (
    {{ client_facts('first_deposits', 'first_deposit', 'value') }}
    union all
    {{ client_facts('deposits', 'total_deposits', 'value') }}
    union all
    {{ client_facts('deposits', 'net_deposits', 'value') }}
    union all
    {{ client_facts('money_out', 'net_deposits', 'value') }}
    union all
    {{ client_facts(
        "(select * from activity where chargebacks <> 0)", 'net_deposits', '-chargebacks',
        daily=true
    ) }}
    union all
    {{ client_facts('activity', 'wagered', 'stakes', daily=true) }}
    union all
    {{ client_facts('activity', 'net_revenue', 'net_revenue', daily=true) }}
    union all
    {{ client_facts('trades', 'lots', 'lots') }}
    union all
    {{ client_facts('trades', 'trades', '1') }}
    union all
    {{ client_facts('trades', 'commission_paid', 'coalesce(commission_amount, 0)') }}
    union all
    {{ client_facts(
        "(select * from conversions where conversion_type = 'identity_verified')",
        'identity_verified', '1'
    ) }}
),

-- Conditions are looked at when any fact happens, whatever it changes
moments as (
    {{ client_facts('deposits', 'moment', '0') }}
    union all
    {{ client_facts(
        "(select * from conversions where conversion_type <> 'deposit')", 'moment', '0'
    ) }}
    union all
    {{ client_facts('activity', 'moment', '0', daily=true) }}
    union all
    {{ client_facts('trades', 'moment', '0') }}
),

final as (
    select together.*
    from together
    inner join used
        on together.program_id = used.program_id
        and together.metric = used.metric
    where together.client_id is not null
    union all
    select *
    from moments
    where client_id is not null and program_id in (select program_id from used)
)

select * from final
