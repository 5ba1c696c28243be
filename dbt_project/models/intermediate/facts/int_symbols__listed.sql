{{ config(materialized='incremental', incremental_strategy='append', on_schema_change='fail') }}

{#-
    Every symbol that a trade ever had, so that a build looks for new ones on touched days alone.
    One that no trade has any more stays until a whole build; it has terms and no lines.
-#}
select distinct program_id, native_symbol
from {{ ref('stg_raw__trades') }} as trade
where {{ touched_only('trade.program_id', 'trade.event_on') }}
    and {{ may_be_of_batch('trade.closed_at') }}
    {% if is_incremental() -%}
    and not exists (
        select 1 from {{ this }} as known
        where known.program_id = trade.program_id
            and known.native_symbol is not distinct from trade.native_symbol
    )
    {%- endif %}
