{#- What a signal rests on, as JSON text: named values (SQL) and record keys (a list). -#}
{% macro evidence(values, records) -%}
    {{ return(adapter.dispatch('evidence')(values, records)) }}
{%- endmacro %}
{% macro default__evidence(values, records) -%}
    cast(json_object(
        'values', json_object(
            {%- for name, value in values.items() %}
            '{{ name }}', cast({{ value }} as varchar){{ ',' if not loop.last }}
            {%- endfor %}
        ),
        'records', to_json({{ records }}[1:50])
    ) as varchar)
{%- endmacro %}

{#- A moment as whole seconds: what windows of seconds are ordered by. -#}
{% macro second_of(moment) -%}
    {{ seconds_between("timestamp '1970-01-01 00:00:00'", moment) }}
{%- endmacro %}

{#- The rule of a code, by program. -#}
{% macro signal_rule(code) -%}
    (
        select program_id, threshold, window_seconds, limit_seconds
        from {{ ref('stg_terms__signal_rules') }}
        where signal_code = '{{ code }}'
    )
{%- endmacro %}
