{{ config(materialized='view') }}

{#- The same of every client of shares that are worked out together: for explanations alone. -#}
with

{{ revshare_sums_sources() }}

together as (
    select * from spans where not is_by_client
),

final as (
    {{ revshare_fine_sums('together', each_client=true) }}
)

select * from final
