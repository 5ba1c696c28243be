{{ config(materialized='view') }}

{#- The fees of every client of the shares that are worked out together. -#}
{{ revshare_fees_by_period(each_client=true) }}
