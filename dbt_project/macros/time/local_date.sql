{#- The calendar day of a UTC time in a zone (COMMISSIONS, Time: `event_on`). -#}
{% macro local_date(at, zone) -%}
    {{ return(adapter.dispatch('local_date')(at, zone)) }}
{%- endmacro %}

{#- A zone in a column is looked up by its name in each row, which costs more than all else. -#}
{% macro default__local_date(at, zone) -%}
    case
        when {{ zone }} = 'UTC' then cast({{ at }} as date)
        else cast((({{ at }}) at time zone 'UTC') at time zone {{ zone }} as date)
    end
{%- endmacro %}

{% macro spark__local_date(at, zone) -%}
    cast(from_utc_timestamp({{ at }}, {{ zone }}) as date)
{%- endmacro %}

{#- The last instant of a calendar day in a zone, as UTC: when a daily row happens. -#}
{% macro local_day_end(day, zone) -%}
    {{ return(adapter.dispatch('local_day_end')(day, zone)) }}
{%- endmacro %}

{% macro default__local_day_end(day, zone) -%}
    cast(
        ((cast({{ add_days(day, 1) }} as timestamp) at time zone {{ zone }}) at time zone 'UTC')
        - to_microseconds(1) as timestamp
    )
{%- endmacro %}

{% macro spark__local_day_end(day, zone) -%}
    (to_utc_timestamp(cast({{ add_days(day, 1) }} as timestamp), {{ zone }})
        - interval 1 microsecond)
{%- endmacro %}

{#- The first instant of a calendar day in a zone, as UTC. -#}
{% macro local_day_start(day, zone) -%}
    {{ return(adapter.dispatch('local_day_start')(day, zone)) }}
{%- endmacro %}

{% macro default__local_day_start(day, zone) -%}
    cast((cast({{ day }} as timestamp) at time zone {{ zone }}) at time zone 'UTC' as timestamp)
{%- endmacro %}

{% macro spark__local_day_start(day, zone) -%}
    to_utc_timestamp(cast({{ day }} as timestamp), {{ zone }})
{%- endmacro %}
