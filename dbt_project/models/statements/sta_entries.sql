{{ config(materialized='view') }}

with
entries as (
    select * from {{ ref('stg_ledger__entries') }}
),

final as (
    select
        entry_id,
        program_id,
        calendar_id,
        period_id,
        origin_period_id,
        partner_id,
        deal_id,
        line_id,
        adjustment_id,
        component_id,
        component_type,
        level,
        entry_kind,
        reason_code,
        currency_code,
        exact_amount,
        amount_minor,
        memo_minor,
        payable_from,
        event_on,
        client_id,
        client_ref,
        event_record_key,
        event_ref,
        plan_id,
        plan_version_no,
        line_digest,
        booked_at,
        statement_id,
        entry_no,
        row_hash,
    from entries
)

select * from final
