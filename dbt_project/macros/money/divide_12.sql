{#-
    The one division of the project: numerator / denominator at 12 decimals, half away from zero
    (RULINGS, Money and booking), as decimal(38,12). Both operands are taken at 10 decimals and
    must be exact there; the numerator is below 1e15 in size. The engine's own `/` gives a double.
    Integers: round(n / d) half away = (2 |n| + |d|) div (2 |d|) with the sign put back.
-#}
{% macro divide_12(numerator, denominator) -%}
    {{ return(adapter.dispatch('divide_12')(numerator, denominator)) }}
{%- endmacro %}

{% macro default__divide_12(numerator, denominator) -%}
    {%- set n -%}
    cast(abs(cast({{ numerator }} as decimal(25,10))) * 10000000000 as hugeint)
    {%- endset -%}
    {%- set d -%}
    cast(abs(cast({{ denominator }} as decimal(25,10))) * 10000000000 as hugeint)
    {%- endset -%}
    cast(
        cast(
            (2 * {{ n }} * 1000000000000 + {{ d }}) // nullif(2 * {{ d }}, 0)
            as decimal(38,0)
        ) * cast('0.000000000001' as decimal(12,12))
        * (case when ({{ numerator }} < 0) <> ({{ denominator }} < 0) then -1 else 1 end)
        as decimal(38,12)
    )
{%- endmacro %}

{#- Spark: `div` is a bigint; an exact quotient of decimals by taking the rest away first. -#}
{% macro spark__divide_12(numerator, denominator) -%}
    {%- set n -%} cast(abs({{ numerator }}) * 10000000000 as decimal(38,0)) {%- endset -%}
    {%- set d -%} cast(abs({{ denominator }}) * 10000000000 as decimal(38,0)) {%- endset -%}
    {%- set m -%} (2 * {{ n }} * 1000000000000 + {{ d }}) {%- endset -%}
    cast(
        cast(({{ m }} - {{ m }} % (2 * {{ d }})) / (2 * {{ d }}) as decimal(38,0))
        * cast('0.000000000001' as decimal(12,12))
        * (case when ({{ numerator }} < 0) <> ({{ denominator }} < 0) then -1 else 1 end)
        as decimal(38,12)
    )
{%- endmacro %}
