{#-
    What a viewer sees of a client (docs/reference/tables.md, section 7): the direct partner the
    beginning of its pseudonym, a partner above a pseudonym made for that partner alone.
-#}
{% macro client_ref(partner_id, client_id, level) -%}
    case
        when {{ level }} = 0 then 'C-' || upper(left({{ client_id }}, 6))
        else 'C-' || upper(left(md5({{ partner_id }} || {{ client_id }}), 6))
    end
{%- endmacro %}

{#- What a viewer sees of a source event: its source, and a reference made for that viewer. -#}
{% macro event_ref(partner_id, event_record_key) -%}
    {{ source_of(event_record_key) }} || ':'
    || left(md5({{ partner_id }} || '|' || {{ event_record_key }}), 12)
{%- endmacro %}

{#- The source of a record key (`mt5:8812` is of `mt5`). -#}
{% macro source_of(record_key) -%}
    {{ return(adapter.dispatch('source_of')(record_key)) }}
{%- endmacro %}
{% macro default__source_of(record_key) -%} split_part({{ record_key }}, ':', 1) {%- endmacro %}
{% macro spark__source_of(record_key) -%} substring_index({{ record_key }}, ':', 1) {%- endmacro %}

{#- A value that the direct partner alone may see; nothing above it (COMMISSIONS, Explained). -#}
{% macro direct_only(value, level) -%}
    case when {{ level }} = 0 then {{ value }} end
{%- endmacro %}
