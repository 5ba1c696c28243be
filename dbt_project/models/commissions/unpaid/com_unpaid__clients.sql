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

-- With `again_after_move` a partner may be paid for whom another one was paid for before
paid_here as (
    select distinct program_id, client_id, component_id, partner_id
    from qualified
    where rate is not null or tier_kind <> 'single'
),

clients as (
    select program_id, client_id, registration_record_key, registered_on, registered_at
    from {{ ref('int_clients__registered') }}
),

records as (
    select program_id, record_key, file_name, file_row from {{ ref('int_conversions__attributed') }}
    union all
    select program_id, record_key, file_name, file_row from {{ ref('stg_raw__activity') }}
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
        -- a registration that another partner was paid for is listed as what it is: paid
        case
            when qualified.record_key = clients.registration_record_key
                and qualified.partner_id <> failed.partner_id
                and (qualified.rate is not null or qualified.tier_kind <> 'single')
                then failed.record_key
            else coalesce(clients.registration_record_key, failed.record_key)
        end as event_record_key,
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
        -- what is missing is the anchor, or what is asked a multiple of
        case
            when not failed.has_anchor then failed.anchor || 's'
            when failed.threshold is null then failed.multiple_of
            else failed.metric
        end as metric,
        case when failed.has_anchor then coalesce(failed.threshold, 0.0001) else 1 end as threshold,
        case when failed.has_anchor and failed.threshold is not null then failed.value else 0
        end as value,
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
    left join paid_here
        on failed.program_id = paid_here.program_id
        and failed.client_id = paid_here.client_id
        and failed.component_id = paid_here.component_id
        and failed.partner_id = paid_here.partner_id
    where paid_here.client_id is null
        and (
            qualified.client_id is null
            or (qualified.rate is null and qualified.tier_kind = 'single')
            or qualified.component_id <> failed.component_id
            or (
                qualified.partner_id <> failed.partner_id
                and qualified.record_key <> failed.record_key
            )
        )
),

-- "Else none, and the client is listed as unattributed" (COMMISSIONS, Who a client belongs to)
unattributed as (
    select
        clients.program_id,
        trim(split_part(programs.calendar_ids, ',', 1)) as calendar_id,
        clients.registration_record_key as event_record_key,
        '' as component_id,
        cast(null as varchar) as partner_id,
        cast(null as varchar) as deal_id,
        clients.client_id,
        clients.registered_on as event_on,
        clients.registered_at as occurred_at,
        cast(null as varchar) as currency_code,
        'unattributed' as reason_code,
        cast(null as varchar) as metric,
        cast(null as decimal(38,12)) as threshold,
        cast(null as decimal(38,12)) as value,
        false as is_met
    from clients
    inner join {{ ref('stg_portal__programs') }} as programs
        on clients.program_id = programs.program_id
    left join {{ ref('int_attributions__resolved') }} as attributions
        on clients.program_id = attributions.program_id
        and clients.client_id = attributions.client_id
        and clients.registered_on <= attributions.valid_to
    left join {{ ref('int_own_clients__listed') }} as own_clients
        on clients.program_id = own_clients.program_id
        and clients.client_id = own_clients.client_id
    where attributions.client_id is null and own_clients.client_id is null
),

together as (
    select * from unpaid
    union all
    select * from unattributed
),

final as (
    select
        {{- select_columns(unpaid_columns(), {
            'program_id': 'together.program_id',
            'calendar_id': 'together.calendar_id',
            'period_id': 'periods.period_id',
            'event_record_key': 'together.event_record_key',
            'component_id': 'together.component_id',
            'direct_partner_id': 'together.partner_id',
            'deal_id': 'together.deal_id',
            'client_id': 'together.client_id',
            'event_on': 'together.event_on',
            'occurred_at': 'together.occurred_at',
            'event_kind': "'conversion'",
            'currency_code': 'together.currency_code',
            'reason_code': 'together.reason_code',
            'asked': "case when together.reason_code = 'condition_not_met' then
                together.metric || ' >= '
                || cast(cast(together.threshold as decimal(38,4)) as varchar)
            end",
            'found': "case when together.reason_code = 'condition_not_met' then
                cast(cast(together.value as decimal(38,4)) as varchar)
            end",
            'file_name': 'records.file_name',
            'file_row': 'records.file_row',
        }) }}
    from together
    left join records
        on together.program_id = records.program_id
        and together.event_record_key = records.record_key
    left join {{ ref('int_periods__daily') }} as periods
        on together.program_id = periods.program_id
        and together.calendar_id = periods.calendar_id
        and together.event_on = periods.day
)

select * from final
