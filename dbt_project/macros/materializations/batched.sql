{#-
    A whole build of a model with `meta: {batched: true}` goes quarter by quarter once there are
    many trades: the terms of a quarter are few and what is summed stays small, so it is faster and
    needs less memory. Each batch is the model's own query between other days (`batch_bounds`).
-#}
{% macro duckdb__create_table_as(
    temporary, relation, compiled_code, language="sql", partitioned_by=none, sorted_by=none
) -%}
    {%- set first_days = [] if temporary or not config.get("meta", {}).get("batched")
        else batch_starts() -%}
    {%- if not first_days -%}
        {{ return(dbt.duckdb__create_table_as(
            temporary, relation, compiled_code, language, partitioned_by, sorted_by
        )) }}
    {%- endif -%}
    {%- set bounds = batch_bounds() -%}
    {%- for first_day in first_days %}
        {%- set until = bounds[1] if loop.last else "date '" ~ first_days[loop.index] ~ "' - 1" -%}
        {%- set after = bounds[0] if loop.first else "date '" ~ first_day ~ "'" %}
        {{ ("create table " ~ relation ~ " as") if loop.first else ("insert into " ~ relation) }} (
            {{ compiled_code | replace(bounds[0], after) | replace(bounds[1], until) }}
        );
    {%- endfor -%}
{%- endmacro %}

{#- The first day of each quarter that has trades; none where one statement does. -#}
{% macro batch_starts(least_rows=2000000) -%}
    {%- set quarters -%}
    select distinct cast(date_trunc('quarter', closed_at) as date) as first_day
    from {{ source('raw', 'trades') }}
    where (select count(*) from {{ source('raw', 'trades') }}) >= {{ least_rows }}
    order by first_day
    {%- endset -%}
    {{ return(run_query(quarters).columns[0].values() | list if execute else []) }}
{%- endmacro %}
