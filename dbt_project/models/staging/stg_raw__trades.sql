select
    record.program_id,
    program.program_key,
    record.record_key,
    record.version_no,
    record.recorded_at,
    record.first_recorded_at,
    record.source,
    record.file_id,
    record.file_name,
    record.file_row,
    record.trade_id,
    record.account_id,
    record.account_tail,
    record.client_id,
    record.server,
    record.native_symbol,
    record.side,
    record.lots,
    record.contract_size,
    record.opened_at,
    record.closed_at,
    case
        when days.first_day = days.last_day then days.first_day
        when record.closed_at >= days.turns_at then days.last_day
        when record.closed_at < days.turns_at then days.first_day
        else {{ local_date('record.closed_at', 'program.time_zone') }}
    end as event_on,
    record.open_price,
    record.close_price,
    record.commission_amount,
    record.swap_amount,
    record.spread_revenue_amount,
    record.profit_amount,
    record.spread_points,
    record.agent_commission_amount,
    record.currency_code,
    record.quote_currency_code,
    record.position_id,
    record.brand,
    record.deal_reason
from {{ source('raw', 'trades') }} as record
inner join (
    select program_id, time_zone, {{ lasting_key_of(['program_id']) }} as program_key
    from {{ source('raw', 'portal_programs') }}
) as program
    on record.program_id = program.program_id
left join {{ ref('stg_portal__zone_days') }} as days
    on record.program_id = days.program_id
    and cast(record.closed_at as date) = days.day
where record.is_current and not record.is_removed
