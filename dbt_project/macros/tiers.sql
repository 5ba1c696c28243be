{#-
    The step that a value reaches (COMMISSIONS, Tiers): the highest whose start holds; below the
    first step nothing; a negative base is priced at the first step's rate, another metric below 0
    is below the first step. `values_of` names a relation with the key of a period line,
    `terms_from`, `value` and `is_base`.
-#}
{% macro reached_steps(values_of, steps) -%}
    select
        asked.program_id,
        asked.deal_id,
        asked.component_id,
        asked.period_id,
        asked.value,
        firsts.rate as first_rate,
        case when asked.value < 0 and asked.is_base then 1 else reached.step_no end as step_no,
        case
            when asked.value < 0 and asked.is_base then firsts.rate
            else coalesce(reached.rate, 0)
        end as rate
    from {{ values_of }} as asked
    inner join {{ steps }} as firsts
        on {{ same_component('asked', 'firsts', 'terms_from') }}
        and firsts.step_no = 1
    left join {{ steps }} as reached
        on {{ same_component('asked', 'reached', 'terms_from') }}
        and (
            asked.value > reached.from_value
            or (asked.value = reached.from_value and reached.is_inclusive)
        )
    qualify row_number() over (
        partition by asked.program_id, asked.deal_id, asked.component_id, asked.period_id
        order by reached.step_no desc nulls last
    ) = 1
{%- endmacro %}

{#-
    Each step prices its own slice of an amount; a negative amount is one slice at the first rate.
    `amounts_of` has the key of a period line, `account_key`, `terms_from` and `amount`.
-#}
{% macro sliced(amounts_of, steps) -%}
    select
        asked.program_id,
        asked.deal_id,
        asked.component_id,
        asked.period_id,
        asked.account_key,
        steps.step_no,
        steps.from_value,
        steps.rate,
        cast(
            case
                when asked.amount < 0 then asked.amount
                else least(asked.amount, coalesce(nexts.from_value, asked.amount))
                    - steps.from_value
            end as {{ exact_type() }}
        ) as slice_amount
    from {{ amounts_of }} as asked
    inner join {{ steps }} as steps
        on {{ same_component('asked', 'steps', 'terms_from') }}
        and (
            asked.amount > steps.from_value
            or (asked.amount < 0 and steps.step_no = 1)
        )
    left join {{ steps }} as nexts
        on {{ same_component('asked', 'nexts', 'terms_from') }}
        and nexts.step_no = steps.step_no + 1
    where asked.amount >= 0 or steps.step_no = 1
{%- endmacro %}
