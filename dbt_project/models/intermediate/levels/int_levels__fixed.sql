{#-
    A table by distance (COMMISSIONS, Levels). Without compression a place that is not qualified for
    stays with the operator; with it the next qualified above takes the place and its distance, and
    only paid places count for the depth.
-#}
with

members as (
    {{ pot_members('fixed_per_level') }}
),

tables as (
    select program_id, deal_id, component_id, valid_from, distance, rate
    from {{ ref('stg_terms__deal_levels') }}
),

judged as (
    select
        members.*,
        members.deal_id is not null
        and members.is_in_time
        and (
            members.qualifies_metric is null
            or (
                not members.is_suspended
                and coalesce(metrics.value, 0) >= members.qualifies_minimum
            )
        ) as is_qualified
    from members
    left join {{ ref('int_periods__daily') }} as periods
        on members.program_id = periods.program_id
        and members.calendar_id = periods.calendar_id
        and members.event_on = periods.day
    left join {{ ref('int_tier_metrics__valued') }} as metrics
        on {{ same_lead('members', 'metrics') }}
        and members.partner_id = metrics.subject_partner_id
        and periods.period_id = metrics.period_id
        and members.qualifies_metric = metrics.metric
        and members.qualifies_network = metrics.network
        and metrics.look_back is null
        and metrics.event_on is null
),

counted as (
    select
        *,
        case
            when not compression then level
            else cast(count(case when is_qualified then 1 end) over (
                partition by program_id, pot_key, component_id, part_no
                order by level
            ) as integer) - case when is_qualified then 1 else 0 end
        end as place
    from judged
),

final as (
    select
        counted.program_id,
        counted.pot_key,
        counted.component_id,
        counted.part_no,
        counted.level,
        counted.partner_id,
        counted.deal_id,
        case when counted.level > 0 then counted.direct_partner_id end as lower_partner_id,
        case when counted.level = 0 then counted.formula_code else 'by_level' end as formula_code,
        tables.rate,
        case
            when not counted.is_qualified then 0
            when counted.place = 0 then counted.exact_amount
            else {{ of_pot('counted', 'tables.rate') }}
        end as lead_amount,
        case when counted.is_qualified then counted.reason_code else 'not_qualified' end
            as reason_code
    from counted
    inner join tables
        on {{ same_lead('counted', 'tables', 'valid_from') }}
        and counted.place = tables.distance
    where counted.deal_id is not null
        and counted.is_in_time
        and counted.place < coalesce(counted.depth_limit, 1000)
)

select {{ select_columns(level_columns(), [
    'program_id', 'pot_key', 'component_id', 'part_no', 'level', 'partner_id', 'deal_id',
    'lower_partner_id', 'formula_code', 'rate', 'lead_amount', 'reason_code',
]) }}
from final
