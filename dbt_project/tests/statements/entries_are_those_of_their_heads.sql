-- Every closed period has the entries that its head counted, and no entry stands without a head.
with
heads as (
    select program_id, calendar_id, period_id, row_count as amount_minor
    from {{ ref('stg_portal__ledger_heads') }}
),

entries as (
    select program_id, calendar_id, period_id, 1 as amount_minor
    from {{ ref('sta_entries') }}
)

{{ sums_differ('heads', 'entries', ['program_id', 'calendar_id', 'period_id']) }}
