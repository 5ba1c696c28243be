{#- The id of the rounded sum that `rounding: period` books, for a line or a sum of lines. -#}
{% macro rounded_line_id(lines) -%}
    {{ md5_of([
        "'rounded'", lines ~ '.program_id', lines ~ '.calendar_id', lines ~ '.period_id',
        lines ~ '.partner_id', lines ~ '.deal_id', lines ~ '.component_id',
    ]) }}
{%- endmacro %}
