{#- A day plus a number of days (a column or a number). -#}
{% macro add_days(day, days) -%}
    {{ return(adapter.dispatch('add_days')(day, days)) }}
{%- endmacro %}
{% macro default__add_days(day, days) -%} cast({{ day }} + {{ days }} as date) {%- endmacro %}
{% macro spark__add_days(day, days) -%} date_add({{ day }}, {{ days }}) {%- endmacro %}

{#- Whole days from one day to another. -#}
{% macro days_between(first, last) -%}
    {{ return(adapter.dispatch('days_between')(first, last)) }}
{%- endmacro %}
{% macro default__days_between(first, last) -%} ({{ last }} - {{ first }}) {%- endmacro %}
{% macro spark__days_between(first, last) -%} datediff({{ last }}, {{ first }}) {%- endmacro %}

{#- The same day n months later, the month's last day if it has none (COMMISSIONS, Duration). -#}
{% macro add_months(day, months) -%}
    {{ return(adapter.dispatch('add_months')(day, months)) }}
{%- endmacro %}
{% macro default__add_months(day, months) -%}
    cast({{ day }} + to_months({{ months }}) as date)
{%- endmacro %}
{% macro spark__add_months(day, months) -%} add_months({{ day }}, {{ months }}) {%- endmacro %}

{#- Whole seconds from one time to another. -#}
{% macro seconds_between(first, last) -%}
    {{ return(adapter.dispatch('seconds_between')(first, last)) }}
{%- endmacro %}
{% macro default__seconds_between(first, last) -%}
    date_diff('second', {{ first }}, {{ last }})
{%- endmacro %}
{% macro spark__seconds_between(first, last) -%}
    timestampdiff(second, {{ first }}, {{ last }})
{%- endmacro %}

{% macro forever() -%} date '9999-12-31' {%- endmacro %}
{% macro as_of() -%} cast('{{ var("as_of") }}' as timestamp) {%- endmacro %}
