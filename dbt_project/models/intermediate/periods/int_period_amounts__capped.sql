{#- Over 120 lines: the window of a period and the one of a life, one after the other. -#}
{#-
    What caps per deal leave of a period component's amounts (COMMISSIONS, Gates and caps): first
    what a period may earn, then a recursion over the deal's periods for its life, which counts
    everything since the deal's first day, locked amounts too. A cap by count lets so many periods
    with an amount through.
-#}
with recursive

amounts as (
    select * from {{ ref('int_period_amounts__united') }}
),

periods as (
    select program_id, calendar_id, period_id, period_no from {{ ref('stg_portal__periods') }}
),

caps as (
    select
        program_id, deal_id, component_id, valid_from,
        min(case when cap_window = 'period' and kind = 'amount' then cap_value end)
            as period_amount,
        min(case when cap_window = 'life' and kind = 'amount' then cap_value end) as life_amount,
        min(case when cap_window = 'life' and kind = 'count' then cap_value end) as life_count
    from {{ ref('stg_terms__deal_caps') }}
    where per = 'deal'
    group by program_id, deal_id, component_id, valid_from
),

capped as (
    select distinct program_id, deal_id, component_id from caps
),

turns as (
    select
        amounts.*,
        caps.life_amount,
        caps.life_count,
        cast(least(amounts.amount, coalesce(caps.period_amount, amounts.amount))
            as {{ exact_type() }}) as period_left,
        row_number() over (
            partition by
                amounts.program_id, amounts.deal_id, amounts.component_id, amounts.distance
            order by periods.period_no
        ) as turn_no
    from amounts
    inner join capped
        on amounts.program_id = capped.program_id
        and amounts.deal_id = capped.deal_id
        and amounts.component_id = capped.component_id
    inner join {{ ref('stg_terms__deal_components') }} as components
        on {{ same_component('amounts', 'components', 'terms_from') }}
    inner join periods
        on amounts.program_id = periods.program_id
        and components.calendar_id = periods.calendar_id
        and amounts.period_id = periods.period_id
    left join caps on {{ same_component('amounts', 'caps', 'terms_from') }}
),

walk as (
    select
        program_id, deal_id, component_id, distance, 0 as turn_no,
        cast(null as varchar) as period_id, cast(0 as {{ exact_type() }}) as left_amount,
        cast(0 as {{ exact_type() }}) as used_amount, 0 as used_count
    from turns
    where turn_no = 1
    union all
    select
        program_id, deal_id, component_id, distance, turn_no, period_id, left_amount,
        cast(used_before + left_amount as {{ exact_type() }}) as used_amount,
        used_count_before + case when left_amount > 0 then 1 else 0 end as used_count
    from (
        select
            turns.program_id, turns.deal_id, turns.component_id, turns.distance, turns.turn_no,
            turns.period_id,
            walk.used_amount as used_before,
            walk.used_count as used_count_before,
            cast(
                case
                    when turns.life_count is not null and walk.used_count >= turns.life_count
                        then least(turns.period_left, 0)
                    when turns.life_amount is null then turns.period_left
                    else least(
                        turns.period_left, greatest(turns.life_amount - walk.used_amount, 0)
                    )
                end as {{ exact_type() }}
            ) as left_amount
        from walk
        inner join turns
            on walk.program_id = turns.program_id
            and walk.deal_id = turns.deal_id
            and walk.component_id = turns.component_id
            and walk.distance = turns.distance
            and walk.turn_no + 1 = turns.turn_no
    ) as stepped
),

final as (
    select
        amounts.program_id,
        amounts.deal_id,
        amounts.component_id,
        amounts.period_id,
        amounts.distance,
        amounts.terms_from,
        amounts.component_type,
        amounts.step_no,
        amounts.formula_code,
        amounts.quantity,
        amounts.quantity_unit,
        amounts.rate,
        amounts.rate_unit,
        amounts.base_amount,
        amounts.amount as uncapped_amount,
        cast(coalesce(walk.left_amount, amounts.amount) as {{ exact_type() }}) as exact_amount,
        coalesce(walk.left_amount < amounts.amount, false) as is_capped,
        amounts.recorded_at
    from amounts
    left join walk
        on {{ same_period_line('amounts', 'walk') }}
        and walk.turn_no > 0
)

select * from final
