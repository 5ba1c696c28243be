{#-
    amount x numerator / denominator at 12 decimals, half away from zero, the one division last
    (RULINGS, Money and booking). `amount` has 12 decimals, the other two at most 8; twice
    the product of all digits stays below 1.7e38, or the run stops. Whole numbers:
    (2 |n| + |d|) div (2 |d|), with the sign put back.
-#}
{% macro times_ratio_12(amount, numerator, denominator) -%}
    {%- set a -%}
    cast(abs(cast({{ amount }} as decimal(38,12))) * 1000000000000 as hugeint)
    {%- endset -%}
    {%- set n -%}
    cast(abs(cast({{ numerator }} as decimal(28,8))) * 100000000 as hugeint)
    {%- endset -%}
    {%- set d -%}
    cast(abs(cast({{ denominator }} as decimal(28,8))) * 100000000 as hugeint)
    {%- endset -%}
    cast(
        cast((2 * {{ a }} * {{ n }} + {{ d }}) // nullif(2 * {{ d }}, 0) as decimal(38,0))
        * cast('0.000000000001' as decimal(12,12))
        * (case when (({{ amount }} < 0) <> ({{ numerator }} < 0)) then -1 else 1 end)
        * (case when {{ denominator }} < 0 then -1 else 1 end)
        as decimal(38,12)
    )
{%- endmacro %}

{#-
    The same where all three have 12 decimals, as paid / uncapped has: divided in two places, as by
    hand, so that the product of two amounts of ten million fits. Null for a denominator of 0.
-#}
{% macro times_part_12(amount, part, whole) -%}
    {%- set whole_number -%}
    cast(abs(cast(%s as decimal(38,12))) * 1000000000000 as hugeint)
    {%- endset -%}
    {%- set a, n, d = whole_number % amount, whole_number % part, whole_number % whole -%}
    cast(
        cast(
            ({{ a }} // 1000000 * {{ n }}) // nullif({{ d }}, 0) * 1000000
            + (
                2 * (
                    ({{ a }} // 1000000 * {{ n }}) % nullif({{ d }}, 0) * 1000000
                    + {{ a }} % 1000000 * {{ n }}
                ) + {{ d }}
            ) // nullif(2 * {{ d }}, 0)
            as decimal(38,0)
        )
        * cast('0.000000000001' as decimal(12,12))
        * (case when (({{ amount }} < 0) <> ({{ part }} < 0)) then -1 else 1 end)
        * (case when {{ whole }} < 0 then -1 else 1 end)
        as decimal(38,12)
    )
{%- endmacro %}

{#- The smallest unit of an amount with so many digits, as a decimal. -#}
{% macro minor_unit(digits) -%}
    cast(case {{ digits }}
        when 0 then '1' when 1 then '0.1' when 2 then '0.01' when 3 then '0.001'
        when 4 then '0.0001' when 5 then '0.00001' when 6 then '0.000001' when 7 then '0.0000001'
        when 8 then '0.00000001'
    end as decimal(18,8))
{%- endmacro %}
