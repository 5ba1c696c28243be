{#-
    What is asked of a partner's facts, in one word: metric, look-back, and whose facts
    (`int_tier_metrics__valued`). `prefix` is that of the columns, like `components.tier_`.
-#}
{% macro metric_key(prefix) -%}
    {{ joined_text([
        prefix ~ 'metric', prefix ~ 'look_back', prefix ~ 'look_back_n',
        'case when coalesce(' ~ prefix ~ "network, false) then 'network' end",
    ]) }}
{%- endmacro %}

{#- The metrics that int_metric_days__measured counts; base, event and commission are not. -#}
{% macro counted_metrics() -%}
    {{ return([
        'registrations', 'first_deposits', 'qualified_clients', 'active_clients', 'sales', 'lots',
        'deposits', 'net_revenue', 'net_sales', 'turnover',
    ]) }}
{%- endmacro %}
