{#- Whether a step's own questions about the period's base hold for a value. -#}
{% macro base_holds(value, step) -%}
    (
        {{ step }}.base_from is null
        or {{ value }} > {{ step }}.base_from
        or ({{ value }} = {{ step }}.base_from and {{ step }}.is_base_inclusive)
    )
{%- endmacro %}

{#-
    The step reached is the highest whose start and conditions hold; each step below it prices its
    own slice of an amount, whatever its conditions, and what lies above is priced at the step
    reached. A negative amount is one slice at the first rate. `amounts_of` has the key of a period
    line, `account_key` and `amount`.
-#}
{% macro sliced(amounts_of, steps) -%}
    select
        cut.program_id,
        cut.deal_id,
        cut.component_id,
        cut.period_id,
        cut.distance,
        cut.account_key,
        cut.step_no,
        cut.from_value,
        cut.rate,
        cast(
            case
                when cut.amount < 0 then cut.amount
                else least(
                    cut.amount,
                    case when cut.step_no = cut.top_no then cut.amount
                        else coalesce(cut.next_value, cut.amount) end
                ) - cut.from_value
            end as {{ exact_type() }}
        ) as slice_amount
    from (
        select
            asked.program_id,
            asked.deal_id,
            asked.component_id,
            asked.period_id,
            asked.distance,
            asked.account_key,
            asked.amount,
            steps.step_no,
            steps.from_value,
            steps.next_value,
            steps.rate,
            case when asked.amount < 0 then 1 else max(
                case
                    when steps.holds and {{ base_holds('asked.amount', 'steps') }}
                        then steps.step_no
                end
            ) over (
                    partition by
                        asked.program_id, asked.deal_id, asked.component_id, asked.period_id,
                        asked.distance, asked.account_key
                ) end as top_no
        from {{ amounts_of }} as asked
        inner join {{ steps }} as steps
            on {{ same_period_line('asked', 'steps') }}
            and (
                asked.amount >= steps.from_value
                or (asked.amount < 0 and steps.step_no = 1)
            )
        where asked.amount >= 0 or steps.step_no = 1
    ) as cut
    where cut.step_no <= cut.top_no
        and (cut.amount < 0 or cut.amount > cut.from_value)
{%- endmacro %}

{#- What the slices of each account are worth together; arguments as those of `sliced`. -#}
{% macro slice_sums(amounts_of, steps) -%}
    select
        program_id, deal_id, component_id, period_id, distance, account_key,
        sum({{ exact('slice_amount * rate') }}) as amount
    from (
        {{ sliced(amounts_of, steps) }}
    ) as slices
    group by program_id, deal_id, component_id, period_id, distance, account_key
{%- endmacro %}
