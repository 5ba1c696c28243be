{#-
    Event models are incremental by whole partitions (program x event_on). An incremental run
    rebuilds the partitions listed in raw.touched_partitions: the pre-hook empties them (also
    those that have no rows any more), the model inserts their rows again. A whole build of a
    `batched` one goes by quarters (macro duckdb__create_table_as). `program` is `program_key`, a
    lasting number, where a text in each of many rows would cost more than the rest of the row.

    Wrong: a unique key of the event, which leaves a line whose event moved to another day.
-#}
{% macro partitioned(batched=false, program="program_id") -%}
    {{ return({
        "materialized": "incremental",
        "incremental_strategy": "append",
        "on_schema_change": "fail",
        "pre_hook": "{{ empty_touched_partitions(this, '" ~ program ~ "') }}",
        "meta": {"batched": batched},
    }) }}
{%- endmacro %}

{% macro empty_touched_partitions(relation, program) -%}
    {% if is_incremental() -%}
    delete from {{ relation }} as held
    where exists (
        select 1 from {{ source('raw', 'touched_partitions') }} as touched
        where {{ _touched(program) }} = held.{{ program }} and touched.event_on = held.event_on
    )
    {%- else -%}
    select 1
    {%- endif %}
{%- endmacro %}

{#-
    A condition for the incremental model's own query. The bounds of the touched days say nothing
    more, but let a scan of a table that lies by day leave out what is far from them.

    Both columns with their table: a bare name would mean the touched day's own, and all rows count.
-#}
{% macro touched_only(program, event_on) -%}
    {% if is_incremental() -%}
    {{ event_on }} between {{ (touched_bounds() or batch_bounds()) | join(' and ') }}
    and exists (
        select 1 from {{ source('raw', 'touched_partitions') }} as touched
        where {{ _touched(program) }} = {{ program }} and touched.event_on = {{ event_on }}
    )
    {%- else -%}
    true
    {%- endif %}
{%- endmacro %}

{#- The program of a touched day, as a table of many rows names it: by its id or by its number. -#}
{% macro _touched(program) -%}
    {{ lasting_key_of(['touched.program_id']) if program.endswith('program_key')
        else 'touched.program_id' }}
{%- endmacro %}

{#-
    A condition that keeps a model's query to one batch of days where it is run in batches (a whole
    build of many trades); by itself it is true of every day.
-#}
{% macro in_batch(event_on) -%}
    {{ event_on }} between {{ batch_bounds() | join(' and ') }}
{%- endmacro %}

{#-
    The same for a moment from which a day in any zone follows, so that a scan can leave out what is
    far from the days of the batch, or of those that are touched.
-#}
{% macro may_be_of_batch(moment) -%}
    {%- set days = touched_bounds() or batch_bounds() -%}
    {{ moment }} between cast({{ days[0] }} as timestamp) - interval '1 day'
        and cast({{ days[1] }} as timestamp) + interval '2 days'
{%- endmacro %}

{#- The first and the last touched day where a build looks at touched days only. -#}
{% macro touched_bounds() -%}
    {%- if not (execute and is_incremental()) -%} {{ return(none) }} {%- endif -%}
    {%- set days -%}
    select coalesce(min(event_on), date '2000-01-01'), coalesce(max(event_on), date '2000-01-01')
    from {{ source('raw', 'touched_partitions') }}
    {%- endset -%}
    {%- set found = run_query(days).rows[0] -%}
    {{ return(["date '" ~ found[0] ~ "'", "date '" ~ found[1] ~ "'"]) }}
{%- endmacro %}

{#- Whether a span of days meets the batch, or the touched days. -#}
{% macro may_rule_in_batch(valid_from, valid_to) -%}
    {%- set days = touched_bounds() or batch_bounds() -%}
    {{ valid_from }} <= {{ days[1] }} and {{ valid_to }} >= {{ days[0] }}
{%- endmacro %}

{% macro batch_bounds() -%}
    {{ return(["date '0001-01-02'", "date '9999-12-30'"]) }}
{%- endmacro %}
