{#- Over 120 lines: one period of a fence needs its sums beside its shares. -#}
{#-
    The high-roller fence (COMMISSIONS, Carryover): a recursion over an account's periods. A
    positive base first uses up what is fenced for its client; if the account is negative then, the
    clients at or below minus the threshold are fenced for what is missing, at most their
    negatives, pro rata in whole minor units by largest remainder, ties to the smaller client.
    Clients who are never that low move together as one row (client_id null).
-#}
with recursive

terms as (
    select * from {{ ref('int_revshare_terms__by_period') }} where fence_threshold is not null
),

clients as (
    select
        based.*, terms.period_no, terms.valid_from, terms.fence_threshold,
        {{ minor_factor('terms.currency_digits') }} as minor_factor
    from {{ ref('int_revshare_clients__based') }} as based
    inner join terms on {{ same_period_line('based', 'terms') }}
),

low as (
    select distinct program_id, carry_key, account_key, client_id
    from clients
    where fence_base_amount <= -fence_threshold
),

turns as (
    select
        program_id, carry_key, account_key, deal_id, component_id, period_id, distance,
        max(fence_threshold) as threshold, max(minor_factor) as minor_factor,
        row_number() over (
            partition by program_id, carry_key, account_key
            order by max(period_no), max(valid_from), deal_id
        ) as turn_no
    from clients
    group by program_id, carry_key, account_key, deal_id, component_id, period_id, distance
),

grid as (
    select turns.*, low.client_id, coalesce(clients.fence_base_amount, 0) as base_amount
    from turns
    inner join low
        on turns.program_id = low.program_id
        and turns.carry_key = low.carry_key
        and turns.account_key = low.account_key
    left join clients
        on {{ same_period_line('turns', 'clients') }}
        and turns.account_key = clients.account_key
        and low.client_id = clients.client_id
    union all
    select
        turns.*, cast(null as varchar) as client_id,
        sum(case when low.client_id is null then clients.fence_base_amount else 0 end)
    from turns
    inner join clients
        on {{ same_period_line('turns', 'clients') }}
        and turns.account_key = clients.account_key
    left join low
        on clients.program_id = low.program_id
        and clients.carry_key = low.carry_key
        and clients.account_key = low.account_key
        and clients.client_id = low.client_id
    where turns.program_id || turns.carry_key || turns.account_key in (
        select low.program_id || low.carry_key || low.account_key from low
    )
    group by all
),

walk as (
    select
        program_id, carry_key, account_key, client_id, 0 as turn_no,
        cast(null as varchar) as deal_id, cast(null as varchar) as component_id,
        cast(null as varchar) as period_id, 0 as distance,
        {% for name in ['base_amount', 'opening_amount', 'used_amount', 'fenced_amount',
                        'closing_amount'] -%}
        cast(0 as {{ exact_type() }}) as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from grid
    where turn_no = 1
    union all
    select
        program_id, carry_key, account_key, client_id, turn_no, deal_id, component_id, period_id,
        distance, base_amount, opening_amount,
        cast(used_amount as {{ exact_type() }}) as used_amount,
        cast(fenced_amount as {{ exact_type() }}) as fenced_amount,
        cast(opening_amount - used_amount + fenced_amount as {{ exact_type() }}) as closing_amount
    from (
        -- the minor units that cutting left over, one each by the largest remainder
        select
            cut.*,
            cut.cut_amount + least(
                greatest(
                    cut.missing_amount - cut.cut_sum
                    - (cut.choice - 1) * {{ one_unit('cut.minor_factor') }}, 0
                ),
                case when cut.is_low then {{ one_unit('cut.minor_factor') }} else 0 end
            ) as fenced_amount
        from (
            select
                floored.*,
                sum(floored.cut_amount) over (
                    partition by floored.program_id, floored.carry_key, floored.account_key
                ) as cut_sum,
                row_number() over (
                    partition by floored.program_id, floored.carry_key, floored.account_key
                    order by
                        floored.is_low desc, floored.share_amount - floored.cut_amount desc,
                        floored.client_id
                ) as choice
            from (
                select
                    shared.*,
                    case
                        when shared.share_amount = -shared.left_amount then shared.share_amount
                        else {{ whole_units('shared.share_amount', 'shared.minor_factor') }}
                    end as cut_amount
                from (
                    select
                        missing.*,
                        cast(
                            case
                                when not missing.is_low or missing.missing_amount = 0 then 0
                                when missing.missing_amount = missing.low_sum
                                    then -missing.left_amount
                                else missing.missing_amount * cast(
                                    {{ divide_12('-missing.left_amount', 'missing.low_sum') }}
                                    as decimal(13,12)
                                )
                            end as {{ exact_type() }}
                        ) as share_amount
                    from (
                        select
                            summed.*,
                            cast(
                                case when summed.account_sum < 0
                                    then least(-summed.account_sum, summed.low_sum) else 0
                                end as {{ exact_type() }}
                            ) as missing_amount
                        from (
                            select
                                used.*,
                                sum(used.left_amount) over (
                                    partition by
                                        used.program_id, used.carry_key, used.account_key
                                ) as account_sum,
                                sum(case when used.is_low then -used.left_amount else 0 end) over (
                                    partition by
                                        used.program_id, used.carry_key, used.account_key
                                ) as low_sum
                            from (
                                select
                                    grid.*,
                                    walk.closing_amount as opening_amount,
                                    least(greatest(grid.base_amount, 0), walk.closing_amount)
                                        as used_amount,
                                    grid.base_amount
                                    - least(greatest(grid.base_amount, 0), walk.closing_amount)
                                        as left_amount,
                                    grid.client_id is not null
                                    and grid.base_amount <= -grid.threshold as is_low
                                from walk
                                inner join grid
                                    on walk.program_id = grid.program_id
                                    and walk.carry_key = grid.carry_key
                                    and walk.account_key = grid.account_key
                                    and walk.turn_no + 1 = grid.turn_no
                                    and coalesce(walk.client_id, '') = coalesce(grid.client_id, '')
                            ) as used
                        ) as summed
                    ) as missing
                ) as shared
            ) as floored
        ) as cut
    ) as walked
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        period_id,
        distance,
        account_key,
        client_id,
        base_amount,
        opening_amount,
        used_amount,
        fenced_amount,
        closing_amount
    from walk
    where turn_no > 0
        and client_id is not null
        and (opening_amount <> 0 or fenced_amount <> 0)
)

select * from final
