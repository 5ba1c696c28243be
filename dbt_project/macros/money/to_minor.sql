{#-
    An exact amount as whole minor units, half away from zero, BIGINT (COMMISSIONS, Money).
    `digits` is a column or a number; the factor is a CASE over literals, because a power would
    be a double. Decimals are rounded before the cast: engines differ on a cast with a fraction.
-#}
{% macro to_minor(amount, digits) -%}
    cast(round(({{ amount }}) * {{ minor_factor(digits) }}, 0) as bigint)
{%- endmacro %}

{% macro minor_factor(digits) -%}
    cast(case {{ digits }}
        when 0 then 1 when 1 then 10 when 2 then 100 when 3 then 1000 when 4 then 10000
        when 5 then 100000 when 6 then 1000000 when 7 then 10000000 when 8 then 100000000
    end as decimal(9,0))
{%- endmacro %}

{#- Whole minor units as an exact amount. -#}
{% macro of_minor(minor, digits) -%}
    cast(cast({{ minor }} as decimal(20,0)) * {{ minor_unit(digits) }} as {{ exact_type() }})
{%- endmacro %}
