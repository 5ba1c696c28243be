{#- One minor unit, of a factor that minor_factor() gave. -#}
{% macro one_unit(factor) -%}
    cast(case {{ factor }}
        when 1 then 1 when 10 then 0.1 when 100 then 0.01 when 1000 then 0.001
        when 10000 then 0.0001 when 100000 then 0.00001 when 1000000 then 0.000001
        when 10000000 then 0.0000001 when 100000000 then 0.00000001
    end as decimal(9,8))
{%- endmacro %}

{#-
    A positive amount cut down to whole minor units, in the exact type: beside another type a CASE
    would give up decimals.
-#}
{% macro whole_units(amount, factor) -%}
    cast(cast(floor({{ amount }} * {{ factor }}) as decimal(28,0)) * {{ one_unit(factor) }}
        as {{ exact_type() }})
{%- endmacro %}
