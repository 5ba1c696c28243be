{#- The measures of int_metric_days__measured. -#}
{% macro metric_measures() -%}
    {{ return([
        'registrations', 'first_deposits', 'qualified', 'sales', 'trades', 'stake_days', 'lots',
        'deposits', 'net_revenue', 'net_sales', 'turnover',
    ]) }}
{%- endmacro %}

{#-
    A metric's value from rows of one client each, with the measures summed; an active client has
    a stake above 0, a closed trade or a sale, or what `active_when` says (COMMISSIONS, Words).
-#}
{% macro metric_value_of_clients() -%}
    sum(case metric
        when 'active_clients' then
            case
                when active_metric is null and (stake_days > 0 or trades > 0 or sales > 0) then 1
                when case active_metric
                    when 'deposits' then deposits when 'net_revenue' then net_revenue
                    when 'net_sales' then net_sales when 'turnover' then turnover
                    when 'sales' then sales when 'lots' then lots when 'trades' then trades
                end >= active_minimum
                    then 1
                else 0
            end
        when 'qualified_clients' then case when qualified > 0 then 1 else 0 end
        when 'first_deposits' then case when first_deposits > 0 then 1 else 0 end
        when 'registrations' then registrations
        when 'sales' then sales
        when 'lots' then lots
        when 'deposits' then deposits
        when 'net_revenue' then net_revenue
        when 'net_sales' then net_sales
        when 'turnover' then turnover
    end)
{%- endmacro %}
