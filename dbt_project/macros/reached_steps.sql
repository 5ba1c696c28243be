{#-
    The step that a value reaches (COMMISSIONS, Tiers): the highest whose start and conditions
    hold; below the first step nothing; a negative base is priced at the first step's rate,
    whatever its conditions. `values_of` names a relation with `line_key` and `value`, the base;
    `steps` is int_period_steps__judged.
-#}
{% macro reached_steps(values_of, steps) -%}
    select
        line_key,
        case when is_first_base then asked_value else first_metric_value end as value,
        first_rate,
        case when asked_value < 0 and is_first_base then 1 else reached_no end as step_no,
        case
            when asked_value < 0 and is_first_base then first_rate
            else coalesce(reached_rate, 0)
        end as rate
    from (
        select
            asked.line_key,
            asked.value as asked_value,
            bool_or(steps.step_no = 1 and steps.is_base) as is_first_base,
            max(case when steps.step_no = 1 then steps.metric_value end) as first_metric_value,
            max(case when steps.step_no = 1 then steps.rate end) as first_rate,
            max(case when {{ is_reached('asked', 'steps') }} then steps.step_no end) as reached_no,
            max_by(
                steps.rate, case when {{ is_reached('asked', 'steps') }} then steps.step_no end
            ) as reached_rate
        from {{ values_of }} as asked
        inner join {{ steps }} as steps
            on asked.line_key = steps.line_key
        group by asked.line_key, asked.value
    ) as judged
{%- endmacro %}

{% macro is_reached(asked, step) -%}
    {{ step }}.holds and {{ base_holds(asked ~ '.value', step) }}
{%- endmacro %}
