{{ config(materialized='view') }}

with
conversions as (
    select * from {{ ref('stg_raw__conversions') }}
),

trades as (
    select * from {{ ref('stg_raw__trades') }}
),

final as (
    select program_id, record_key, first_recorded_at from conversions
    union all
    select program_id, record_key, first_recorded_at from trades
)

select * from final
