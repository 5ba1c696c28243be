{#- Over 120 lines: kinds, moments and running sums need one another. -#}
{#- The value of every metric a condition asks for, at every moment of a client (CPA). -#}
with

components as (
    select distinct
        program_id, deal_id, component_id, terms_from as valid_from, currency_code, tier_kind
    from {{ ref('int_components__by_brand') }}
    where component_type = 'cpa'
),

conditions as (
    select * from {{ ref('stg_terms__deal_conditions') }}
),

-- Deals mostly share their conditions, so each is measured once
kinds as (
    select
        components.program_id, components.currency_code, conditions.metric, conditions.anchor,
        conditions.within_days
    from components
    inner join conditions on {{ same_component('components', 'conditions') }}
    union
    select
        components.program_id, components.currency_code, conditions.multiple_of as metric,
        cast(null as varchar) as anchor, cast(null as integer) as within_days
    from components
    inner join conditions on {{ same_component('components', 'conditions') }}
    where conditions.multiple_of is not null and conditions.multiple_of <> 'amount_due'
    union
    select
        program_id, currency_code, 'net_deposits' as metric, cast(null as varchar) as anchor,
        cast(null as integer) as within_days
    from components
    where tier_kind = 'stepped'
),

facts as (
    select * from {{ ref('int_client_facts__measured') }}
),

clients as (
    select * from {{ ref('int_clients__registered') }}
),

first_deposits as (
    select program_id, client_id, record_key, event_on as deposited_on
    from facts
    where metric = 'first_deposit'
),

records as (
    select distinct
        program_id, client_id, record_key, brand_key, event_on, is_daily, occurred_at
    from facts
),

numbered as (
    select
        *,
        row_number() over (
            partition by program_id, client_id
            order by event_on, is_daily, occurred_at, record_key
        ) as moment_no
    from records
),

-- An anchor holds from its own moment on: earlier on its day it has not happened
anchored as (
    select
        numbered.program_id,
        numbered.client_id,
        max(case when numbered.record_key = clients.registration_record_key then moment_no end)
            as registered_no,
        max(case when numbered.record_key = first_deposits.record_key then moment_no end)
            as deposited_no
    from numbered
    left join clients
        on numbered.program_id = clients.program_id
        and numbered.client_id = clients.client_id
    left join first_deposits
        on numbered.program_id = first_deposits.program_id
        and numbered.client_id = first_deposits.client_id
    group by numbered.program_id, numbered.client_id
),

moments as (
    select
        numbered.program_id,
        numbered.client_id,
        numbered.record_key,
        numbered.brand_key,
        numbered.event_on,
        numbered.occurred_at,
        numbered.moment_no,
        clients.registered_on,
        clients.clicked_on,
        first_deposits.deposited_on,
        anchored.registered_no,
        anchored.deposited_no
    from numbered
    inner join anchored
        on numbered.program_id = anchored.program_id
        and numbered.client_id = anchored.client_id
    left join clients
        on numbered.program_id = clients.program_id
        and numbered.client_id = clients.client_id
    left join first_deposits
        on numbered.program_id = first_deposits.program_id
        and numbered.client_id = first_deposits.client_id
),

asked as (
    select
        moments.program_id,
        moments.client_id,
        moments.record_key,
        moments.brand_key,
        moments.event_on,
        moments.occurred_at,
        moments.moment_no,
        kinds.currency_code,
        kinds.metric,
        kinds.anchor,
        kinds.within_days,
        case kinds.anchor
            when 'click' then moments.clicked_on
            when 'registration' then moments.registered_on
            when 'first_deposit' then moments.deposited_on
        end as anchor_on,
        case kinds.anchor
            when 'click' then moments.clicked_on <= moments.event_on
            when 'registration' then moments.registered_no <= moments.moment_no
            when 'first_deposit' then moments.deposited_no <= moments.moment_no
            else true
        end as has_anchor,
        coalesce(moments.registered_no <= moments.moment_no, false)
        or coalesce(moments.deposited_no <= moments.moment_no, false) as has_begun
    from moments
    inner join kinds on moments.program_id = kinds.program_id
),

converted as (
    select
        asked.*,
        case
            when facts.record_key is null then 0
            when
                asked.within_days is not null
                and {{ days_between('asked.anchor_on', 'asked.event_on') }} > asked.within_days
                then 0
            when facts.currency_code is null then facts.value
            else facts.value * fx.fx_rate
        end as change,
        case
            when facts.currency_code is not null and fx.fx_rate is null then 1
            else 0
        end as lacks_rate
    from asked
    left join facts
        on asked.program_id = facts.program_id
        and asked.client_id = facts.client_id
        and asked.record_key = facts.record_key
        and asked.metric = facts.metric
    left join {{ ref('int_fx_rates__daily') }} as fx
        on facts.program_id = fx.program_id
        and facts.event_on = fx.event_on
        and facts.currency_code = fx.source_currency_code
        and asked.currency_code = fx.currency_code
),

summed as (
    select
        program_id,
        client_id,
        record_key,
        brand_key,
        event_on,
        occurred_at,
        moment_no,
        currency_code,
        metric,
        coalesce(anchor, '') as anchor,
        coalesce(within_days, -1) as within_days,
        anchor_on,
        coalesce(has_anchor, false) as has_anchor,
        has_begun,
        cast(sum(cast(change as {{ exact_type() }})) over (
            partition by program_id, client_id, currency_code, metric, anchor, within_days
            order by moment_no
            rows between unbounded preceding and current row
        ) as {{ exact_type() }}) as value,
        sum(lacks_rate) over (
            partition by program_id, client_id, currency_code, metric, anchor, within_days
            order by moment_no
            rows between unbounded preceding and current row
        ) > 0 as lacks_rate
    from converted
),

-- The most that deposits less withdrawals ever came to; it begins at 0 with the registration
final as (
    select
        program_id, client_id, record_key, brand_key, event_on, occurred_at, moment_no,
        currency_code, metric, anchor, within_days, anchor_on, has_anchor, value, lacks_rate
    from summed
    union all
    select
        program_id, client_id, record_key, brand_key, event_on, occurred_at, moment_no,
        currency_code, 'highest_net_deposits' as metric, anchor, within_days, anchor_on,
        has_begun as has_anchor,
        cast(greatest(max(value) over (
            partition by program_id, client_id, currency_code order by moment_no
            rows between unbounded preceding and current row
        ), 0) as {{ exact_type() }}) as value,
        lacks_rate
    from summed
    where metric = 'net_deposits' and anchor = '' and within_days = -1
)

select * from final
