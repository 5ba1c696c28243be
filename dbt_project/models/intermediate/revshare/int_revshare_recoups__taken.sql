{#-
    A CPA as an advance on the share (COMMISSIONS, Hybrid): what is earned first reduces the open
    advance. With E what was earned so far and A the advance so far, what was recouped so far is
    E + least(0, the smallest A - E up to now): the advance can never be recouped before it is paid.
-#}
with

terms as (
    select *
    from {{ ref('int_revshare_terms__by_period') }}
    where recoup_from is not null and distance = 0
),

earned as (
    select
        accounts.program_id,
        accounts.deal_id,
        accounts.component_id,
        accounts.period_id,
        accounts.distance,
        terms.period_no,
        terms.ends_on,
        terms.calendar_id,
        terms.recoup_from,
        terms.recoup_per,
        case terms.recoup_per when 'client' then accounts.account_key else '' end as client_key,
        cast(sum(accounts.amount) as {{ exact_type() }}) as earned_amount
    from {{ ref('int_revshare_accounts__priced') }} as accounts
    inner join terms on {{ same_period_line('accounts', 'terms') }}
    group by all
),

-- The direct partner's own after caps (before levels, which read periods too): who qualified before
-- the program's first period, or was excluded, was never paid; a locked line counts from the day on
-- which it is released
paid as (
    select
        prices.program_id, prices.lead_deal_id as deal_id, prices.component_id, prices.client_id,
        prices.exact_amount, periods.calendar_id,
        case when coalesce(gates.is_open, true) then prices.event_on else gates.released_on end
            as event_on
    from {{ ref('int_event_prices__capped') }} as prices
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_lead('prices', 'terms', 'valid_from') }}
    inner join {{ ref('int_periods__daily') }} as periods
        on prices.program_id = periods.program_id
        and terms.calendar_id = periods.calendar_id
        and prices.event_on = periods.day
    left join {{ ref('int_gates__judged') }} as gates
        on {{ same_lead('prices', 'gates') }}
        and periods.period_id = gates.period_id
    where prices.component_type = 'cpa'
        and (coalesce(gates.is_open, true) or gates.released_on is not null)
),

advanced as (
    select
        earned.program_id,
        earned.deal_id,
        earned.component_id,
        earned.period_id,
        earned.distance,
        earned.period_no,
        earned.client_key,
        earned.earned_amount,
        cast(coalesce(sum(paid.exact_amount), 0) as {{ exact_type() }}) as advance_amount
    from earned
    left join paid
        on earned.program_id = paid.program_id
        and earned.deal_id = paid.deal_id
        and earned.recoup_from = paid.component_id
        and earned.calendar_id = paid.calendar_id
        and paid.event_on <= earned.ends_on
        and (earned.recoup_per = 'deal' or earned.client_key = paid.client_id)
    group by
        earned.program_id, earned.deal_id, earned.component_id, earned.period_id,
        earned.distance, earned.period_no, earned.client_key, earned.earned_amount
),

so_far as (
    select
        *,
        sum(earned_amount) over (
            partition by program_id, deal_id, component_id, client_key order by period_no
            rows between unbounded preceding and current row
        ) as earned_so_far
    from advanced
),

recouped as (
    select
        *,
        earned_so_far + least(min(advance_amount - earned_so_far) over (
            partition by program_id, deal_id, component_id, client_key order by period_no
            rows between unbounded preceding and current row
        ), 0) as recouped_so_far
    from so_far
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        period_id,
        distance,
        client_key,
        earned_amount,
        advance_amount,
        cast(recouped_so_far - coalesce(lag(recouped_so_far) over (
            partition by program_id, deal_id, component_id, client_key order by period_no
        ), 0) as {{ exact_type() }}) as recouped_amount,
        cast(advance_amount - recouped_so_far as {{ exact_type() }}) as open_amount
    from recouped
)

select * from final
