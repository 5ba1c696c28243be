{#- Over 120 lines: with and without a cap or an expiry, what is carried has two forms. -#}
{{ config(materialized='view') }}
{#-
    What each account carries in and out of a period. Without cap and expiry it is the running sum
    less its highest point so far. With one of them each period's negative is a row of its own, the
    oldest used first (COMMISSIONS, Carryover): a recursion over the account's periods, in which
    what was carried longest enough is written off before the cap cuts the newest.
-#}
with recursive

moved as (
    select
        *,
        bool_or(
            carry_policy = 'full' and (carry_cap is not null or carry_expires_after is not null)
        ) over (partition by carry_no) as is_limited
    from {{ ref('int_revshare_accounts__moved') }}
),

sums as (
    select
        *,
        sum(own_amount) over (
            partition by carry_no, account_key order by turn_no
            rows between unbounded preceding and current row
        ) as running_amount
    from moved
    where not is_limited
),

highest as (
    select
        *,
        greatest(max(running_amount) over (
            partition by carry_no, account_key order by turn_no
            rows between unbounded preceding and current row
        ), 0) as highest_amount
    from sums
),

closed as (
    select
        *,
        case carry_policy when 'full' then running_amount - highest_amount else 0 end
            as closing_amount
    from highest
),

unlimited as (
    select
        line_key, account_key, turn_no,
        own_amount,
        coalesce(lag(closing_amount) over (
            partition by carry_no, account_key order by turn_no
        ), 0) as opening_amount,
        closing_amount,
        cast(0 as {{ exact_type() }}) as written_off_amount
    from closed
),

limited as (
    select * from moved where is_limited
),

-- One row per negative that is carried, and one for the newest period, also if it is 0
walk as (
    select
        carry_no, account_key, 0 as turn_no, 0 as born_turn_no, 0 as born_no,
        true as is_newest, cast(0 as {{ exact_type() }}) as opening_amount,
        cast(0 as {{ exact_type() }}) as amount
    from limited
    where turn_no = 1
    union all
    select
        aged.carry_no, aged.account_key, aged.turn_no, aged.born_turn_no,
        aged.born_no, aged.is_newest, aged.opening_amount,
        cast(
            case
                when aged.carry_cap is null then aged.aged_amount
                else greatest(
                    sum(aged.aged_amount) over (
                        partition by aged.carry_no, aged.account_key
                        order by aged.born_turn_no
                        rows between unbounded preceding and current row
                    ), -aged.carry_cap
                ) - greatest(
                    sum(aged.aged_amount) over (
                        partition by aged.carry_no, aged.account_key
                        order by aged.born_turn_no
                        rows between unbounded preceding and current row
                    ) - aged.aged_amount, -aged.carry_cap
                )
            end as {{ exact_type() }}
        ) as amount
    from (
        select
            used.*,
            cast(
                case
                    when used.carry_expires_after is not null
                        and used.period_no - used.born_no >= used.carry_expires_after
                        then 0
                    when used.is_newest then least(used.own_amount, 0)
                    else least(used.older_amount + greatest(used.own_amount, 0), 0)
                        - least(
                            used.older_amount - used.opening_amount
                            + greatest(used.own_amount, 0), 0
                        )
                end as {{ exact_type() }}
            ) as aged_amount
        from (
            select
                limited.carry_no, limited.account_key, limited.turn_no,
                limited.period_no, limited.own_amount, limited.carry_cap,
                limited.carry_expires_after, doubled.is_new as is_newest,
                case when doubled.is_new then limited.turn_no else walk.born_turn_no end
                    as born_turn_no,
                case when doubled.is_new then limited.period_no else walk.born_no end as born_no,
                cast(case when doubled.is_new then 0 else walk.amount end as {{ exact_type() }})
                    as opening_amount,
                sum(case when doubled.is_new then 0 else walk.amount end) over (
                    partition by limited.carry_no, limited.account_key
                    order by
                        case when doubled.is_new then limited.turn_no else walk.born_turn_no end
                    rows between unbounded preceding and current row
                ) as older_amount
            from walk
            inner join limited
                on walk.carry_no = limited.carry_no
                and walk.account_key = limited.account_key
                and walk.turn_no + 1 = limited.turn_no
            inner join (select true as is_new union all select false as is_new) as doubled
                on (doubled.is_new and walk.is_newest)
                or (not doubled.is_new and walk.amount <> 0)
        ) as used
    ) as aged
),

walked as (
    select
        carry_no, account_key, turn_no, sum(opening_amount) as opening_amount,
        sum(amount) as closing_amount
    from walk
    where turn_no > 0
    group by carry_no, account_key, turn_no
),

together as (
    select * from unlimited
    union all
    select
        limited.line_key, limited.account_key, limited.turn_no,
        limited.own_amount, walked.opening_amount, walked.closing_amount,
        walked.closing_amount - least(limited.own_amount + walked.opening_amount, 0)
    from limited
    inner join walked
        on limited.carry_no = walked.carry_no
        and limited.account_key = walked.account_key
        and limited.turn_no = walked.turn_no
),

final as (
    select
        line_key,
        account_key,
        turn_no,
        own_amount,
        cast(opening_amount as {{ exact_type() }}) as opening_amount,
        cast(greatest(own_amount + opening_amount, 0) as {{ exact_type() }}) as paid_amount,
        cast(closing_amount as {{ exact_type() }}) as closing_amount,
        cast(written_off_amount as {{ exact_type() }}) as written_off_amount
    from together
)

select * from final
