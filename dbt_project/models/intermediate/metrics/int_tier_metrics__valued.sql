{#- Over 120 lines: the period, those before it, rolling days and commission, in one key. -#}
{#-
    The value of each metric that is asked (COMMISSIONS, Tiers). An anchor is a period, or for
    `rolling_days` of an event component a day: then `event_on` is set and the days end before it.
    A period without facts, before the deal or before the program is 0. The commission of the
    period before is what the last pass over all lines found (pipelines/lib/settle.py).
-#}
with

asked as (
    select * from {{ ref('int_metrics__asked') }}
),

measured as (
    select * from {{ ref('int_metric_days__measured') }}
),

counted as (
    select * from {{ ref('int_metric_periods__counted') }}
),

last_facts as (
    select program_id, max(event_on) as event_on from measured group by program_id
),

periods as (
    select periods.program_id, periods.calendar_id, periods.period_id, periods.period_no,
        periods.starts_on, periods.ends_on
    from {{ ref('stg_portal__periods') }} as periods
    left join last_facts on periods.program_id = last_facts.program_id
    where periods.starts_on
        <= greatest(cast({{ as_of() }} as date), coalesce(last_facts.event_on, date '1900-01-01'))
),

anchored as (
    select asked.*, periods.period_id, periods.period_no, periods.starts_on, periods.ends_on
    from asked
    inner join periods
        on asked.program_id = periods.program_id
        and asked.calendar_id = periods.calendar_id
        and asked.valid_from <= periods.ends_on
        and periods.starts_on <= asked.valid_to
),

-- The period itself, the one before, or the n before: the sum of those that have facts
by_period as (
    select
        anchored.program_id, anchored.deal_id, anchored.component_id, anchored.terms_from,
        anchored.subject_partner_id, anchored.partner_id, anchored.period_id,
        cast(null as date) as event_on, anchored.metric, anchored.look_back,
        anchored.look_back_n, anchored.network, anchored.metric_key, sum(counted.value) as value
    from anchored
    left join counted
        on {{ same_terms('anchored', 'counted') }}
        and anchored.subject_partner_id = counted.subject_partner_id
        and anchored.network = counted.network
        and anchored.metric = counted.metric
        and counted.period_no
        between anchored.period_no - case anchored.look_back
            when 'previous' then 1 when 'average' then anchored.look_back_n else 0
        end
        and anchored.period_no - case when anchored.look_back is null then 0 else 1 end
    where coalesce(anchored.look_back, '') <> 'rolling_days' and anchored.metric <> 'commission'
    group by
        anchored.program_id, anchored.deal_id, anchored.component_id, anchored.terms_from,
        anchored.subject_partner_id, anchored.partner_id, anchored.period_id, anchored.metric,
        anchored.look_back, anchored.look_back_n, anchored.network, anchored.metric_key
),

-- The n days that end on the period's last day, or on the day before the event
rolling as (
    select
        anchored.*, cast(null as date) as event_on,
        {{ add_days('anchored.ends_on', '1 - anchored.look_back_n') }} as first_on,
        anchored.ends_on as last_on
    from anchored
    where anchored.look_back = 'rolling_days' and anchored.family = 'period'
    union all
    select
        anchored.*, days.day as event_on,
        {{ add_days('days.day', '0 - anchored.look_back_n') }} as first_on,
        {{ add_days('days.day', '-1') }} as last_on
    from anchored
    inner join {{ ref('int_periods__daily') }} as days
        on anchored.program_id = days.program_id
        and anchored.calendar_id = days.calendar_id
        and anchored.period_id = days.period_id
        and days.day between anchored.valid_from and anchored.valid_to
    where anchored.look_back = 'rolling_days' and anchored.family = 'event'
),

rolling_clients as (
    select
        rolling.program_id, rolling.deal_id, rolling.component_id, rolling.terms_from,
        rolling.subject_partner_id, rolling.partner_id, rolling.period_id, rolling.event_on,
        rolling.metric, rolling.look_back, rolling.look_back_n, rolling.network,
        rolling.metric_key, rolling.active_metric, rolling.active_minimum, measured.client_id,
        {% for name in metric_measures() -%}
        sum(measured.{{ name }}) as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from rolling
    left join measured
        on {{ same_terms('rolling', 'measured') }}
        and rolling.subject_partner_id = measured.subject_partner_id
        and rolling.network = measured.network
        and measured.event_on between rolling.first_on and rolling.last_on
    group by
        rolling.program_id, rolling.deal_id, rolling.component_id, rolling.terms_from,
        rolling.subject_partner_id, rolling.partner_id, rolling.period_id, rolling.event_on,
        rolling.metric, rolling.look_back, rolling.look_back_n, rolling.network,
        rolling.metric_key, rolling.active_metric, rolling.active_minimum, measured.client_id
),

by_days as (
    select
        program_id, deal_id, component_id, terms_from, subject_partner_id, partner_id, period_id,
        event_on, metric, look_back, look_back_n, network, metric_key,
        {{ metric_value_of_clients() }} as value
    from rolling_clients
    group by
        program_id, deal_id, component_id, terms_from, subject_partner_id, partner_id, period_id,
        event_on, metric, look_back, look_back_n, network, metric_key
),

by_commission as (
    select
        anchored.program_id, anchored.deal_id, anchored.component_id, anchored.terms_from,
        anchored.subject_partner_id, anchored.partner_id, anchored.period_id,
        cast(null as date) as event_on, anchored.metric, anchored.look_back,
        anchored.look_back_n, anchored.network, anchored.metric_key, totals.amount as value
    from anchored
    left join periods as before
        on anchored.program_id = before.program_id
        and anchored.calendar_id = before.calendar_id
        and anchored.period_no = before.period_no + 1
    left join {{ ref('stg_raw__commission_totals') }} as totals
        on anchored.program_id = totals.program_id
        and anchored.deal_id = totals.deal_id
        and anchored.calendar_id = totals.calendar_id
        and before.period_id = totals.period_id
    where anchored.metric = 'commission'
),

together as (
    select * from by_period
    union all
    select * from by_commission
    union all
    select * from by_days
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        terms_from,
        subject_partner_id,
        subject_partner_id = partner_id as is_own,
        period_id,
        event_on,
        metric,
        look_back,
        look_back_n,
        network,
        metric_key,
        cast(
            case look_back
                when 'average' then {{ divide_12('coalesce(value, 0)', 'look_back_n') }}
                else coalesce(value, 0)
            end as {{ exact_type() }}
        ) as value
    from together
)

select * from final
