{#- Over 120 lines: the recursion needs its quantities beside it. -#}
{#-
    What each account carries in and out of a period: a recursion over its periods. At level base
    the carried quantity is the base, at level commission the price of the period's own base.
-#}
{%- set buckets = range(0, carry_buckets() + 1) -%}
with recursive

accounts as (
    select * from {{ ref('int_revshare_accounts__based') }}
),

steps as (
    select * from {{ ref('stg_terms__deal_steps') }}
),

own_values as (
    select
        program_id, deal_id, component_id, period_id, terms_from,
        sum(base_amount) as value, true as is_base
    from accounts
    where carry_level = 'commission' and tier_kind = 'slab' and tier_metric = 'base'
    group by program_id, deal_id, component_id, period_id, terms_from
    union all
    select distinct
        accounts.program_id, accounts.deal_id, accounts.component_id, accounts.period_id,
        accounts.terms_from, coalesce(metrics.value, 0) as value,
        false as is_base
    from accounts
    left join {{ ref('int_period_metrics__counted') }} as metrics
        on {{ same_period_line('accounts', 'metrics') }}
        and accounts.tier_metric = metrics.metric
    where accounts.carry_level = 'commission'
        and accounts.tier_kind = 'slab'
        and accounts.tier_metric <> 'base'
),

reached as (
    {{ reached_steps('own_values', 'steps') }}
),

marginal_amounts as (
    select
        program_id, deal_id, component_id, period_id, account_key, terms_from,
        base_amount as amount
    from accounts
    where carry_level = 'commission' and tier_kind = 'marginal'
),

slices as (
    {{ sliced('marginal_amounts', 'steps') }}
),

slice_sums as (
    select
        program_id, deal_id, component_id, period_id, account_key,
        sum({{ exact('slice_amount * rate') }}) as amount
    from slices
    group by program_id, deal_id, component_id, period_id, account_key
),

moving as (
    select
        accounts.program_id,
        accounts.deal_id,
        accounts.component_id,
        accounts.period_id,
        accounts.carry_key,
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
        on accounts.program_id = rates.program_id
        and accounts.deal_id = rates.deal_id
        and accounts.component_id = rates.component_id
        and accounts.terms_from = rates.terms_from
        and accounts.account_key = rates.account_key
    left join reached on {{ same_period_line('accounts', 'reached') }}
    left join slice_sums
        on {{ same_period_line('accounts', 'slice_sums') }}
        and accounts.account_key = slice_sums.account_key
),

walk as (
    select
        program_id,
        carry_key,
        account_key,
        0 as turn_no,
        cast(null as varchar) as deal_id,
        cast(null as varchar) as component_id,
        cast(null as varchar) as period_id,
        cast(0 as {{ exact_type() }}) as own_amount,
        cast(0 as {{ exact_type() }}) as opening_amount,
        cast(0 as {{ exact_type() }}) as uncut_amount
        {%- for k in buckets %},
        cast(0 as {{ exact_type() }}) as b{{ k }}
        {%- endfor %}
    from moving
    where turn_no = 1
    union all
    select
        aged.program_id, aged.carry_key, aged.account_key, aged.turn_no, aged.deal_id,
        aged.component_id, aged.period_id, aged.own_amount, aged.opening_amount,
        cast(
            case aged.carry_policy
                when 'full' then least(aged.own_amount + aged.opening_amount, 0) else 0
            end as {{ exact_type() }}
        ) as uncut_amount
        {%- for k in buckets %},
        cast(
            case when aged.carry_cap is null then aged.a{{ k }}
                else greatest(
                    aged.a{{ k }}, -greatest(aged.carry_cap + {{ older_than('aged.a', k) }}, 0)
                )
            end as {{ exact_type() }}
        ) as b{{ k }}
        {%- endfor %}
    from (
        select
            used.*
            {%- for k in buckets %},
            {% if k == 0 -%}
            case when used.carry_policy = 'full' and used.carry_expires_after is null
                then used.r0 + least(used.own_amount, 0) else used.r0 end as a0
            {%- elif k == 1 -%}
            case when used.carry_policy = 'full' and used.carry_expires_after >= 1
                then least(used.own_amount, 0) else 0 end as a1
            {%- else -%}
            case when used.carry_expires_after >= {{ k }} then used.r{{ k - 1 }} else 0 end
                as a{{ k }}
            {%- endif %}
            {%- endfor %}
        from (
            select
                moving.*,
                {{ sum_of_buckets('walk.b') }} as opening_amount
                {%- for k in buckets %},
                least(
                    walk.b{{ k }}
                    + greatest(greatest(moving.own_amount, 0) + {{ older_than('walk.b', k) }}, 0),
                    0
                ) as r{{ k }}
                {%- endfor %}
            from walk
            inner join moving
                on walk.program_id = moving.program_id
                and walk.carry_key = moving.carry_key
                and walk.account_key = moving.account_key
                and walk.turn_no + 1 = moving.turn_no
        ) as used
    ) as aged
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        period_id,
        carry_key,
        account_key,
        turn_no,
        own_amount,
        opening_amount,
        cast(greatest(own_amount + opening_amount, 0) as {{ exact_type() }}) as paid_amount,
        cast({{ sum_of_buckets('b') }} as {{ exact_type() }}) as closing_amount,
        cast({{ sum_of_buckets('b') }} - uncut_amount as {{ exact_type() }}) as written_off_amount
    from walk
    where turn_no > 0
)

select * from final
