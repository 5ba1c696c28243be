{#- Whole at each build: a fact of today can move the day on which a client qualified. -#}
with

qualified as (
    select * from {{ ref('int_cpa_clients__qualified') }}
),

components as (
    select * from {{ ref('int_components__by_brand') }}
    where component_type = 'cpa'
),

records as (
    select program_id, record_key, product, brand, file_name, file_row, recorded_at
    from {{ ref('int_conversions__attributed') }}
    union all
    select program_id, record_key, product, brand, file_name, file_row, recorded_at
    from {{ ref('int_activity__attributed') }}
    union all
    select
        program_id, record_key, cast(null as varchar) as product, brand, file_name, file_row,
        recorded_at
    from {{ ref('int_trades__attributed') }}
),

clients as (
    select program_id, client_id, partner_id, country, link_code, sub1
    from {{ ref('int_clients__registered') }}
),

steps as (
    select * from {{ ref('int_cpa_steps__reached') }}
),

priced as (
    select
        qualified.program_id,
        components.calendar_id,
        periods.period_id,
        qualified.partner_id,
        qualified.deal_id,
        components.plan_id,
        components.plan_version_no,
        qualified.component_id,
        'cpa' as component_type,
        'event' as family,
        0 as level,
        'earned' as line_kind,
        qualified.part_no,
        steps.step_no,
        qualified.record_key as event_record_key,
        qualified.event_on,
        qualified.occurred_at,
        qualified.client_id,
        qualified.partner_id as direct_partner_id,
        records.product,
        records.brand,
        clients.country,
        case when clients.partner_id = qualified.partner_id then clients.link_code end as link_code,
        case when clients.partner_id = qualified.partner_id then clients.sub1 end as sub1,
        'fixed' as formula_code,
        1 as quantity,
        'clients' as quantity_unit,
        coalesce(steps.rate, qualified.rate) as rate,
        qualified.rate_unit,
        {{ exact('case
            when qualified.is_excluded then 0
            else coalesce(steps.rate, qualified.rate, 0)
        end') }} as exact_amount,
        components.digits,
        components.currency_code,
        components.rounding,
        {{ add_days('qualified.event_on', 'components.hold_days') }} as payable_from,
        case
            when qualified.is_excluded then 'rejected'
            when steps.record_key is not null and steps.rate is null then 'below_first_step'
        end as reason_code,
        records.file_name,
        records.file_row,
        records.recorded_at
    from qualified
    inner join components
        on qualified.program_id = components.program_id
        and qualified.partner_id = components.partner_id
        and qualified.deal_id = components.deal_id
        and qualified.brand_key = components.brand_key
        and qualified.component_id = components.component_id
        and qualified.event_on between components.valid_from and components.valid_to
    inner join {{ ref('int_periods__daily') }} as periods
        on qualified.program_id = periods.program_id
        and components.calendar_id = periods.calendar_id
        and qualified.event_on = periods.day
    inner join records
        on qualified.program_id = records.program_id
        and qualified.record_key = records.record_key
    left join clients
        on qualified.program_id = clients.program_id
        and qualified.client_id = clients.client_id
    left join steps
        on {{ same_terms('qualified', 'steps') }}
        and qualified.record_key = steps.record_key
        and qualified.part_no = steps.part_no
    where qualified.rate is not null or qualified.tier_kind <> 'single'
),

final as (
    {{ as_lines('priced', [
        'program_id', 'calendar_id', 'period_id', 'partner_id', 'deal_id', 'plan_id',
        'plan_version_no', 'component_id', 'component_type', 'family', 'level', 'line_kind',
        'part_no', 'step_no', 'event_record_key', 'event_on', 'occurred_at', 'client_id', 'direct_partner_id',
        'product', 'brand', 'country', 'link_code', 'sub1', 'formula_code', 'quantity',
        'quantity_unit', 'rate', 'rate_unit', 'exact_amount', 'currency_code', 'rounding',
        'payable_from', 'reason_code', 'file_name', 'file_row', 'recorded_at',
    ]) }}
)

select * from final
