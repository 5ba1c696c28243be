{#-
    Negatives are kept apart by age so that the oldest is used first and each can expire
    (COMMISSIONS, Carryover): bucket k is what is k periods old, bucket 0 what never expires.
    More periods than buckets are refused by a test of int_revshare_terms__by_period.
-#}
{% macro carry_buckets() %}{{ return(24) }}{% endmacro %}

{#- The sum of what is older than bucket k, oldest first: bucket 0, then the highest number. -#}
{% macro older_than(prefix, k) -%}
    {%- if k == 0 -%} 0
    {%- else -%}
    ({{ prefix }}0
    {%- for j in range(k + 1, carry_buckets() + 1) %} + {{ prefix }}{{ j }}{% endfor %})
    {%- endif -%}
{%- endmacro %}

{% macro sum_of_buckets(prefix) -%}
    ({{ prefix }}0{% for k in range(1, carry_buckets() + 1) %} + {{ prefix }}{{ k }}{% endfor %})
{%- endmacro %}
