{#- The calendar day of a UTC time in a zone (COMMISSIONS, Time: `event_on`). -#}
{% macro local_date(at, zone) -%}
    {{ return(adapter.dispatch('local_date')(at, zone)) }}
{%- endmacro %}

{% macro default__local_date(at, zone) -%}
    cast((({{ at }}) at time zone 'UTC') at time zone {{ zone }} as date)
{%- endmacro %}

{% macro spark__local_date(at, zone) -%}
    cast(from_utc_timestamp({{ at }}, {{ zone }}) as date)
{%- endmacro %}
