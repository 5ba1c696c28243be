{#-
    A table is replaced in place, by one statement and in one transaction. dbt-duckdb's own way
    builds beside, renames twice and drops: with 200 models that is a sixth of a build, and of a
    warehouse that nobody reads while it is written, it protects nobody.
-#}
{% materialization table, adapter="duckdb", supported_languages=["sql"] %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type="table") -%}
    {{ run_hooks(pre_hooks) }}
    {%- set select = ready_to_replace(existing, "table", compiled_code) -%}
    {%- set rewrites = config.get("meta", {}).get("rewrites") == "changed days" -%}
    {% if rewrites %}
        {% do run_query("drop table if exists raw.rewritten_" ~ target.identifier) %}
    {% endif %}
    {% if rewrites and existing is not none and existing.is_table and not should_full_refresh() %}
        {{ rewrite_changed_days(target, select) }}
    {% else %}
        {% call statement("main") -%}
            create or replace table {{ target }} as (
                {{ select }}
            )
        {%- endcall %}
    {% endif %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() %}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}

{#-
    The table worked out whole, but of what is stored only the days (program x event_on) are written
    again whose rows are not what they were: `meta: {rewrites: changed days}`. For lines that look
    beyond their day (steps, caps, what is carried), so that no list of touched days could name
    those that move. `raw.rewritten_<table>` names the days of the last time; columns that changed
    write all.
-#}
{% macro rewrite_changed_days(target, select) -%}
    {%- set fresh = "fresh_" ~ target.identifier -%}
    {%- set moved = "raw.rewritten_" ~ target.identifier -%}
    {% call statement("fresh") -%}
        create or replace temp table {{ fresh }} as (
            {{ select }}
        )
    {%- endcall %}
    {%- set columns -%}
        select string_agg(column_name || ' ' || data_type, ', ' order by column_index) as columns
        from duckdb_columns() where table_name =
    {%- endset -%}
    {%- set now = run_query(columns ~ " '" ~ fresh ~ "'").columns[0][0] -%}
    {%- set was = run_query(
        columns ~ " '" ~ target.identifier ~ "' and schema_name = '" ~ target.schema ~ "'"
    ).columns[0][0] -%}
    {% if now != was %}
        {% call statement("main") -%}
            create or replace table {{ target }} as select * from {{ fresh }}
        {%- endcall %}
    {% else %}
        {% call statement("moved") -%}
            create table {{ moved }} as
            with
            {% for name, relation in [("now", fresh), ("was", target)] -%}
            {{ name }}_days as (
                select
                    program_id, event_on, count(*) as line_count,
                    sum(hash(line)::hugeint) as line_sum, bit_xor(hash(line)) as line_bits
                from {{ relation }} as line
                group by program_id, event_on
            ){{ "," if not loop.last }}
            {% endfor -%}
            select program_id, event_on
            from now_days full join was_days using (program_id, event_on)
            where now_days.line_count is distinct from was_days.line_count
                or now_days.line_sum is distinct from was_days.line_sum
                or now_days.line_bits is distinct from was_days.line_bits
        {%- endcall %}
        {% call statement("gone") -%}
            delete from {{ target }}
            where (program_id, event_on) in (select (program_id, event_on) from {{ moved }})
        {%- endcall %}
        {% call statement("main") -%}
            insert into {{ target }}
            select *
            from {{ fresh }}
            where (program_id, event_on) in (select (program_id, event_on) from {{ moved }})
        {%- endcall %}
    {% endif %}
    {% do run_query("drop table " ~ fresh) %}
{%- endmacro %}
