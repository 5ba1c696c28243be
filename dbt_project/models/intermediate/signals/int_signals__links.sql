{#- How a link was clicked when a client came through it. -#}
{{ config(materialized='view') }}
with

clients as (
    select * from {{ ref('int_signal_clients__clicked') }}
    where partner_id is not null and click_record_key is not null
),

clicks as (
    select
        program_id,
        record_key,
        link_code,
        event_on,
        occurred_at,
        sub1,
        {{ second_of('occurred_at') }} as second_no
    from {{ ref('stg_raw__clicks') }}
),

-- Clicks of the link within the window that ends at this one
counted as (
    select
        clicks.*,
        rules.threshold,
        rules.window_seconds,
        count(*) over (
            partition by clicks.program_id, clicks.link_code
            order by clicks.second_no
            range between rules.window_seconds preceding and current row
        ) as click_count
    from clicks
    inner join {{ signal_rule('click_velocity') }} as rules
        on clicks.program_id = rules.program_id
),

-- The fullest window that the click is part of
burst as (
    select
        *,
        max(click_count) over (
            partition by program_id, link_code
            order by second_no
            range between current row and window_seconds following
        ) as most_clicks
    from counted
),

click_velocity as (
    select
        clients.program_id,
        'click_velocity' as signal_code,
        clients.client_id as target_id,
        clients.partner_id,
        burst.most_clicks as measured,
        clients.registered_at as first_seen_at,
        {{ evidence({'clicks': 'burst.most_clicks'}, '[burst.record_key]') }} as evidence
    from clients
    inner join burst
        on
            clients.program_id = burst.program_id
            and clients.click_record_key = burst.record_key
    where burst.most_clicks >= burst.threshold
),

values_of_day as (
    select
        clicks.program_id,
        clicks.link_code,
        clicks.event_on,
        count(distinct clicks.sub1) as value_count
    from clicks
    inner join {{ signal_rule('sub_id_explosion') }} as rules
        on clicks.program_id = rules.program_id
    where clicks.sub1 <> ''
    group by clicks.program_id, clicks.link_code, clicks.event_on, rules.threshold
    having count(distinct clicks.sub1) >= rules.threshold
),

sub_id_explosion as (
    select
        clients.program_id,
        'sub_id_explosion' as signal_code,
        clients.client_id as target_id,
        clients.partner_id,
        days.value_count as measured,
        clients.registered_at as first_seen_at,
        {{ evidence({'sub_ids': 'days.value_count'}, '[clients.click_record_key]') }} as evidence
    from clients
    inner join values_of_day as days
        on
            clients.program_id = days.program_id
            and clients.link_code = days.link_code
            and clients.clicked_on = days.event_on
)

select * from click_velocity
union all
select * from sub_id_explosion
