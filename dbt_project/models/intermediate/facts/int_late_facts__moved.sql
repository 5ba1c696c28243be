{#- Over 120 lines: three kinds of fact side by side. -#}
{#-
    `late_events: current_period` (COMMISSIONS, Differences; RULINGS, Money and booking): a record
    that first arrived after its period was closed counts as if it had happened on the first day of
    the period that was open then. The plan of the direct partner on its real day decides.
-#}
with

policies as (
    select program_id, deal_id, calendar_id, valid_from, valid_to
    from {{ ref('stg_terms__deal_versions') }}
    where late_events = 'current_period'
),

heads as (
    select program_id, calendar_id, period_id, booked_at
    from {{ ref('stg_portal__ledger_heads') }}
),

programs as (
    select heads.program_id, min(heads.booked_at) as first_closed_at
    from heads
    inner join policies on heads.program_id = policies.program_id
    group by heads.program_id
),

accounts as (
    select program_id, account_id, client_id from {{ ref('stg_raw__accounts') }}
),

-- What could be late at all: it arrived after the first close of its program
records as (
    select
        records.program_id, records.record_key, records.client_id, records.event_on,
        records.brand, records.first_recorded_at
    from {{ ref('stg_raw__conversions') }} as records
    inner join programs
        on records.program_id = programs.program_id
        and records.first_recorded_at > programs.first_closed_at
    union all
    select
        records.program_id, records.record_key, records.client_id, records.activity_on,
        records.brand, records.first_recorded_at
    from {{ ref('stg_raw__activity') }} as records
    inner join programs
        on records.program_id = programs.program_id
        and records.first_recorded_at > programs.first_closed_at
    union all
    select
        records.program_id, records.record_key,
        coalesce(records.client_id, accounts.client_id), records.event_on, records.brand,
        records.first_recorded_at
    from {{ ref('stg_raw__trades') }} as records
    inner join programs
        on records.program_id = programs.program_id
        and records.first_recorded_at > programs.first_closed_at
    left join accounts
        on records.program_id = accounts.program_id
        and records.account_id = accounts.account_id
),

deals as (
    select * from {{ ref('int_deals__by_brand') }}
),

brands as (
    select distinct program_id, brand_key from deals
),

branded as (
    select records.*, coalesce(brands.brand_key, '') as brand_key
    from records
    left join brands
        on records.program_id = brands.program_id
        and records.brand = brands.brand_key
),

-- An own account stands under its owner, or without a deal under whom it is attributed to
dealt as (
    select
        branded.program_id,
        branded.record_key,
        branded.event_on,
        branded.first_recorded_at,
        coalesce(own_deals.deal_id, deals.deal_id) as deal_id
    from branded
    left join {{ ref('int_own_clients__listed') }} as own_clients
        on branded.program_id = own_clients.program_id
        and branded.client_id = own_clients.client_id
    left join deals as own_deals
        on own_clients.program_id = own_deals.program_id
        and own_clients.partner_id = own_deals.partner_id
        and branded.brand_key = own_deals.brand_key
        and branded.event_on between own_deals.valid_from and own_deals.valid_to
    left join {{ ref('int_attributions__resolved') }} as attributions
        on branded.program_id = attributions.program_id
        and branded.client_id = attributions.client_id
        and branded.event_on between attributions.valid_from and attributions.valid_to
    left join deals
        on attributions.program_id = deals.program_id
        and attributions.partner_id = deals.partner_id
        and branded.brand_key = deals.brand_key
        and branded.event_on between deals.valid_from and deals.valid_to
),

late as (
    select
        dealt.program_id, dealt.record_key, dealt.event_on, dealt.first_recorded_at,
        policies.calendar_id
    from dealt
    inner join policies
        on dealt.program_id = policies.program_id
        and dealt.deal_id = policies.deal_id
        and dealt.event_on between policies.valid_from and policies.valid_to
    inner join {{ ref('int_periods__daily') }} as periods
        on policies.program_id = periods.program_id
        and policies.calendar_id = periods.calendar_id
        and dealt.event_on = periods.day
    inner join heads
        on policies.program_id = heads.program_id
        and policies.calendar_id = heads.calendar_id
        and periods.period_id = heads.period_id
        and dealt.first_recorded_at > heads.booked_at
),

-- The period that was open when the record came, whatever has been closed since
final as (
    select
        late.program_id,
        late.record_key,
        late.event_on as happened_on,
        min(periods.starts_on) as counts_on
    from late
    inner join {{ ref('stg_portal__periods') }} as periods
        on late.program_id = periods.program_id
        and late.calendar_id = periods.calendar_id
        and periods.starts_on > late.event_on
    left join heads
        on periods.program_id = heads.program_id
        and periods.calendar_id = heads.calendar_id
        and periods.period_id = heads.period_id
    where heads.period_id is null or heads.booked_at >= late.first_recorded_at
    group by late.program_id, late.record_key, late.event_on
)

select * from final
