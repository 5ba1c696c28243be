with
events as (
    select * from {{ ref('com_unpaid_events') }}
),

final as (
    select
        program_id,
        direct_partner_id as partner_id,
        period_id,
        {{ event_ref('direct_partner_id', 'event_record_key') }} as event_record_key,
        component_id,
        deal_id,
        {{ client_ref('direct_partner_id', 'client_id', '0') }} as client_ref,
        event_on,
        occurred_at,
        event_kind,
        symbol,
        quantity,
        amount,
        currency_code,
        reason_code,
        asked,
        found,
        file_name,
        file_row,
    from events
    where direct_partner_id is not null and period_id is not null
)

select * from final
