{#-
    What is left of a client's or a deal's caps at the beginning of a round, the smaller of period
    and life; null without a cap. `kind` is amount or count (int_event_caps__applied).
-#}
{% macro room(per, kind) -%}
    {%- set state = per ~ 's' -%}
    least(
                    queued.{{ per }}_period_{{ kind }} - case
                        when {{ state }}.period_id = queued.period_id
                            then {{ state }}.period_{{ kind }}
                        else 0
                    end,
                    queued.{{ per }}_life_{{ kind }} - coalesce({{ state }}.life_{{ kind }}, 0)
                )
{%- endmacro %}

{#-
    CTEs that trim `amount` of the events of a round to what is left of the caps of `per`, in event
    order. Paid so far never exceeds what was left: with A the running total and M the most by which
    it has been over so far, an event is paid its amount less the growth of M.
-#}
{% macro trimmed(given, name, groups, amount, per) -%}
{{ name }}_summed as (
            select
                *,
                sum({{ amount }}) over (
                    partition by {{ groups }} order by event_no
                    rows between unbounded preceding and current row
                ) as {{ name }}_running
            from {{ given }}
        ),

        {{ name }}_exceeded as (
            select
                *,
                case
                    when {{ per }}_left is null then 0
                    else greatest(max({{ name }}_running - greatest({{ per }}_left, 0)) over (
                        partition by {{ groups }} order by event_no
                        rows between unbounded preceding and current row
                    ), 0)
                end as {{ name }}_over
            from {{ name }}_summed
        ),

        {{ name }}_cut as (
            select
                *,
                {{ exact(amount ~ " - " ~ name ~ "_over + coalesce(lag(" ~ name ~ "_over) over (
                    partition by " ~ groups ~ " order by event_no
                ), 0)") }} as {{ name }}_rest
            from {{ name }}_exceeded
        ),

        {{ name }} as (
            select
                *,
                case
                    when
                        {{ name }}_rest > 0
                        and count(case when {{ name }}_rest > 0 then 1 end) over (
                            partition by {{ groups }} order by event_no
                            rows between unbounded preceding and current row
                        ) > {{ per }}_count_left
                        then 0
                    else {{ name }}_rest
                end as {{ name }}_amount
            from {{ name }}_cut
        )
{%- endmacro %}
