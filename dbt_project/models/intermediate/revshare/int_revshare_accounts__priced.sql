{#- The amount of every account in a period, with the step that priced it. -#}
with

accounts as (
    select based.*, carried.own_amount, carried.opening_amount, carried.paid_amount,
        carried.closing_amount, carried.written_off_amount
    from {{ ref('int_revshare_accounts__based') }} as based
    inner join {{ ref('int_revshare_accounts__carried') }} as carried
        on based.line_key = carried.line_key
        and based.account_key = carried.account_key
),

steps as (
    select * from {{ ref('int_period_steps__judged') }}
),

-- After carryover the value is base plus what is carried in, negatives included
step_values as (
    select
        line_key,
        case
            when max(carry_level) = 'base' and max(tier_on) = 'after_carryover'
                then sum(base_amount + opening_amount)
            else sum(base_amount)
        end as value
    from accounts
    where tier_kind <> 'single'
    group by line_key
),

reached as (
    {{ reached_steps('step_values', 'steps') }}
),

marginal_amounts as (
    select
        program_id, deal_id, component_id, period_id, distance, account_key,
        paid_amount as amount
    from accounts
    where carry_level = 'base' and tier_kind = 'marginal'
),

slice_sums as (
    {{ slice_sums('marginal_amounts', 'steps') }}
),

rated as (
    select
        accounts.*,
        reached.value as step_value,
        case when accounts.tier_kind = 'slab' then reached.step_no end as step_no,
        case accounts.tier_kind
            when 'single' then coalesce(rates.rate, 0)
            when 'slab' then reached.rate
        end as rate,
        coalesce(slice_sums.amount, 0) as slice_amount
    from accounts
    left join {{ ref('int_revshare_rates__resolved') }} as rates
        on {{ same_terms('accounts', 'rates') }}
        and accounts.distance = rates.distance
        and accounts.account_key = rates.account_key
    left join reached on accounts.line_key = reached.line_key
    left join slice_sums
        on {{ same_period_line('accounts', 'slice_sums') }}
        and accounts.account_key = slice_sums.account_key
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        period_id,
        distance,
        line_key,
        account_key,
        terms_from,
        carry_level,
        carry_scope,
        tier_kind,
        tier_metric,
        base_amount,
        own_amount,
        opening_amount,
        paid_amount,
        closing_amount,
        written_off_amount,
        step_value,
        step_no,
        rate,
        cast(
            case
                when carry_level = 'commission' then paid_amount
                when tier_kind = 'marginal' then slice_amount
                else round(paid_amount * rate, 12)
            end as {{ exact_type() }}
        ) as amount
    from rated
)

select * from final
