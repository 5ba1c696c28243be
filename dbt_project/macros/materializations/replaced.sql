{#-
    What both materialisations do before they write: a relation of another type makes room, and the
    model is held to its contract. Returns what is to be selected.
-#}
{% macro ready_to_replace(existing, type, sql) -%}
    {% if existing is not none and existing.type != type %}
        {% do adapter.drop_relation(existing) %}
    {% endif %}
    {% if not config.get("contract").enforced %} {{ return(sql) }} {% endif %}
    {% do get_assert_columns_equivalent(sql) %}
    {{ return(get_select_subquery(sql) if type == "table" else sql) }}
{%- endmacro %}
