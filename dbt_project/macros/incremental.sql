{#-
    Event models are incremental by whole partitions (program x event_on). An incremental run
    rebuilds the partitions listed in raw.touched_partitions: the pre-hook empties them (also
    those that have no rows any more), the model inserts their rows again.

    Wrong: a unique key of the event, which leaves a line whose event moved to another day.
-#}
{% macro partitioned() -%}
    {{ return({
        "materialized": "incremental",
        "incremental_strategy": "append",
        "on_schema_change": "fail",
        "pre_hook": "{{ empty_touched_partitions(this) }}",
    }) }}
{%- endmacro %}

{% macro empty_touched_partitions(relation) -%}
    {% if is_incremental() -%}
    delete from {{ relation }} as held
    where exists (
        select 1 from {{ source('raw', 'touched_partitions') }} as touched
        where touched.program_id = held.program_id and touched.event_on = held.event_on
    )
    {%- else -%}
    select 1
    {%- endif %}
{%- endmacro %}

{#- A condition for the incremental model's own query. -#}
{% macro touched_only(program_id, event_on) -%}
    {% if is_incremental() -%}
    exists (
        select 1 from {{ source('raw', 'touched_partitions') }} as touched
        where touched.program_id = {{ program_id }} and touched.event_on = {{ event_on }}
    )
    {%- else -%}
    true
    {%- endif %}
{%- endmacro %}

{#-
    A condition that keeps a model's query to one batch of days where it is run in batches (a full
    build of many trades, month by month); by itself it is true of every day.
-#}
{% macro in_batch(event_on) -%}
    {{ event_on }} between {{ batch_bounds() | join(' and ') }}
{%- endmacro %}

{% macro batch_bounds() -%}
    {{ return(["date '0001-01-02'", "date '9999-12-30'"]) }}
{%- endmacro %}
