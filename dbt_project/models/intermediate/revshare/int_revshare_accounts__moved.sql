{{ config(materialized='view') }}

{#-
    What each account adds in a period at the level that is carried: its base, or at level
    commission the price of its own base, whose step is found on the period alone.
-#}
with

accounts as (
    select * from {{ ref('int_revshare_accounts__based') }}
),

steps as (
    select * from {{ ref('int_period_steps__judged') }}
),

own_values as (
    select
        line_key, sum(base_amount) as value
    from accounts
    where carry_level = 'commission' and tier_kind = 'slab'
    group by line_key
),

reached as (
    {{ reached_steps('own_values', 'steps') }}
),

marginal_amounts as (
    select
        program_id, deal_id, component_id, period_id, distance, account_key,
        base_amount as amount
    from accounts
    where carry_level = 'commission' and tier_kind = 'marginal'
),

slice_sums as (
    {{ slice_sums('marginal_amounts', 'steps') }}
),

final as (
    select
        accounts.program_id,
        accounts.deal_id,
        accounts.component_id,
        accounts.period_id,
        accounts.distance,
        accounts.period_no,
        accounts.carry_no,
        accounts.line_key,
        accounts.account_key,
        accounts.turn_no,
        accounts.carry_policy,
        accounts.carry_cap,
        accounts.carry_expires_after,
        cast(
            case
                when accounts.carry_level = 'base' then accounts.base_amount
                when accounts.tier_kind = 'single'
                    then round(accounts.base_amount * coalesce(rates.rate, 0), 12)
                when accounts.tier_kind = 'slab' and accounts.base_amount < 0
                    then round(accounts.base_amount * reached.first_rate, 12)
                when accounts.tier_kind = 'slab'
                    then round(accounts.base_amount * reached.rate, 12)
                else coalesce(slice_sums.amount, 0)
            end as {{ exact_type() }}
        ) as own_amount
    from accounts
    left join {{ ref('int_revshare_rates__resolved') }} as rates
        on {{ same_terms('accounts', 'rates') }}
        and accounts.distance = rates.distance
        and accounts.account_key = rates.account_key
    left join reached on accounts.line_key = reached.line_key
    left join slice_sums
        on {{ same_period_line('accounts', 'slice_sums') }}
        and accounts.account_key = slice_sums.account_key
)

select * from final
