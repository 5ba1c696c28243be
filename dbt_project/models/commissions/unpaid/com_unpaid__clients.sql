{#- Over 120 lines: the columns of the contract take a third. -#}
{#- A client that no CPA of its partner's deal has paid for, as things stood at its last fact. -#}
with

judged as (
    select * from {{ ref('int_cpa_conditions__judged') }} where part_no = 1
),

last_moments as (
    select program_id, client_id, component_id, max(moment_no) as moment_no
    from judged
    group by program_id, client_id, component_id
),

at_last as (
    select judged.*
    from judged
    inner join last_moments
        on judged.program_id = last_moments.program_id
        and judged.client_id = last_moments.client_id
        and judged.component_id = last_moments.component_id
        and judged.moment_no = last_moments.moment_no
),

-- The first condition that does not hold, else the first one
first_failed as (
    select *
    from at_last
    qualify row_number() over (
        partition by program_id, client_id, component_id
        order by case when is_met then 1 else 0 end, position, partner_id
    ) = 1
),

qualified as (
    select * from {{ ref('int_cpa_clients__qualified') }} where part_no = 1
),

clients as (
    select program_id, client_id, registration_record_key, registered_on, registered_at
    from {{ ref('int_clients__registered') }}
),

records as (
    select program_id, record_key, file_name, file_row from {{ ref('int_conversions__attributed') }}
    union all
    select program_id, record_key, file_name, file_row from {{ ref('int_activity__attributed') }}
    union all
    select program_id, record_key, file_name, file_row from {{ ref('int_trades__attributed') }}
),

calendars as (
    select distinct program_id, deal_id, calendar_id from {{ ref('int_deals__by_brand') }}
),

unpaid as (
    select
        failed.program_id,
        calendars.calendar_id,
        coalesce(clients.registration_record_key, failed.record_key) as event_record_key,
        failed.component_id,
        failed.partner_id,
        failed.deal_id,
        failed.client_id,
        coalesce(clients.registered_on, failed.event_on) as event_on,
        coalesce(clients.registered_at, failed.occurred_at) as occurred_at,
        failed.currency_code,
        case
            when qualified.client_id is not null and qualified.rate is null
                and qualified.tier_kind = 'single'
                then 'no_rate'
            when qualified.client_id is not null then 'already_paid'
            when failed.lacks_rate then 'fx_missing'
            else 'condition_not_met'
        end as reason_code,
        failed.metric,
        failed.threshold,
        failed.value,
        failed.is_met
    from first_failed as failed
    inner join calendars
        on failed.program_id = calendars.program_id
        and failed.deal_id = calendars.deal_id
    left join qualified
        on failed.program_id = qualified.program_id
        and failed.client_id = qualified.client_id
        and failed.once_for = qualified.once_for
    left join clients
        on failed.program_id = clients.program_id
        and failed.client_id = clients.client_id
    where qualified.client_id is null
        or (qualified.rate is null and qualified.tier_kind = 'single')
        or qualified.component_id <> failed.component_id
        or qualified.deal_id <> failed.deal_id
),

final as (
    select
        {{- select_columns(unpaid_columns(), {
            'program_id': 'unpaid.program_id',
            'calendar_id': 'unpaid.calendar_id',
            'period_id': 'periods.period_id',
            'event_record_key': 'unpaid.event_record_key',
            'component_id': 'unpaid.component_id',
            'direct_partner_id': 'unpaid.partner_id',
            'deal_id': 'unpaid.deal_id',
            'client_id': 'unpaid.client_id',
            'event_on': 'unpaid.event_on',
            'occurred_at': 'unpaid.occurred_at',
            'event_kind': "'conversion'",
            'currency_code': 'unpaid.currency_code',
            'reason_code': 'unpaid.reason_code',
            'asked': "case when unpaid.reason_code = 'condition_not_met' then
                unpaid.metric || ' >= ' || cast(cast(unpaid.threshold as decimal(38,4)) as varchar)
            end",
            'found': "case when unpaid.reason_code = 'condition_not_met' then
                cast(cast(unpaid.value as decimal(38,4)) as varchar)
            end",
            'file_name': 'records.file_name',
            'file_row': 'records.file_row',
        }) }}
    from unpaid
    left join records
        on unpaid.program_id = records.program_id
        and unpaid.event_record_key = records.record_key
    left join {{ ref('int_periods__daily') }} as periods
        on unpaid.program_id = periods.program_id
        and unpaid.calendar_id = periods.calendar_id
        and unpaid.event_on = periods.day
)

select * from final
