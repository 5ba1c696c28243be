{#-
    What a period's base and its deductions may read of a client's day, by name. Each is a sum of
    int_client_days__summed; `theoretical` needs a product's edge beside it.
-#}
{% macro revshare_sums() -%}
    {{ return({
        'gross': 'stakes - payouts - voids', 'stakes': 'stakes', 'deposits': 'deposits',
        'withdrawals': 'withdrawals', 'net_revenue': 'net_revenue',
        'net_deposits': 'deposits - withdrawals - deposit_chargebacks - chargebacks',
        'net_sales': 'sales - refunds', 'bonus_cost': 'bonus_cost',
        'jackpot_contribution': 'jackpot_contribution',
        'chargebacks': 'chargebacks + deposit_chargebacks', 'adjustments': 'adjustments',
    }) }}
{%- endmacro %}

{#- How many of six decimals a number really has. -#}
{% macro decimals_of(number) -%}
    case
        {% for places in range(6) -%}
        when {{ number }} = round({{ number }}, {{ places }}) then {{ places }}
        {% endfor -%}
        else 6
    end
{%- endmacro %}

{#- The name of the sum that a base begins with. -#}
{% macro base_code(base_kind) -%}
    case {{ base_kind }}
        when 'ngr' then 'gross' when 'turnover' then 'stakes' else {{ base_kind }}
    end
{%- endmacro %}

{#- The account inside which a fact is netted and carried. -#}
{% macro revshare_account(scope, fact) -%}
    case {{ scope }}
            when 'product' then {{ fact }}.product
            when 'client' then {{ fact }}.client_id
            when 'record' then {{ fact }}.record_key
            else ''
        end
{%- endmacro %}

{#- The number of an account and product of a line, on whose total percentages are judged. -#}
{% macro revshare_total_key() -%}
    {{ key_of(['line_key', 'account_key', 'product']) }}
{%- endmacro %}

{#- The number of a share's line: deal, component, period and distance. -#}
{% macro period_line_key(table='') -%}
    {%- set of = table ~ '.' if table else '' -%}
    {{ key_of([
        of ~ 'program_id', of ~ 'deal_id', of ~ 'component_id', of ~ 'period_id', of ~ 'distance',
    ]) }}
{%- endmacro %}
