{#-
    A view is replaced by one statement, as a table is (see there): dbt-duckdb's own way makes it
    beside and renames twice, and each rename costs more than the view.

    `meta: {stored_while: {model: M, rows: N}}` stores what the view says while M has at most N
    rows: a view that a dozen models and tests expand is cheaper as a table on an ordinary program,
    and the other way round where the table would be the largest of all.
-#}
{% materialization view, adapter="duckdb", supported_languages=["sql"] %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set type = "table" if is_stored(config.get("meta", {}).get("stored_while")) else "view" -%}
    {%- set target = this.incorporate(type=type) -%}
    {{ run_hooks(pre_hooks) }}
    {%- set select = ready_to_replace(existing, type, compiled_code) -%}
    {% call statement("main") -%}
        create or replace {{ type }} {{ target }} as (
            {{ select }}
        )
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() %}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}

{% macro is_stored(stored_while) -%}
    {%- if not stored_while -%} {{ return(false) }} {%- endif -%}
    {%- set counted = run_query("select count(*) from " ~ ref(stored_while.model)) -%}
    {{ return(counted.columns[0].values()[0] <= stored_while.rows) }}
{%- endmacro %}
