{#- The locked lines that a later line releases: each stays what it was, and is released once. -#}
{% macro released_lines() -%}
    select distinct program_id, origin_line_id
    from {{ ref('com_lines') }}
    where line_kind = 'released'
{%- endmacro %}
