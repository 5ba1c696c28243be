{#-
    The amount of a CPA that no rate table decides: each step of a stepped one; with counting tiers
    the step that the period reached (slab, `retroactive: true`) or that the client's own position
    reached (marginal, `retroactive: false`).
-#}
with

qualified as (
    select clients.*, periods.period_id
    from {{ ref('int_cpa_clients__qualified') }} as clients
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_component('clients', 'terms', 'terms_from') }}
    left join {{ ref('int_periods__daily') }} as periods
        on clients.program_id = periods.program_id
        and terms.calendar_id = periods.calendar_id
        and clients.event_on = periods.day
    where clients.tier_kind <> 'single'
),

asks as (
    select
        terms.program_id, terms.deal_id, terms.component_id, terms.valid_from, steps.step_no,
        {{ metric_key('terms.tier_') }} as metric_key, steps.from_value as minimum,
        steps.is_inclusive
    from {{ ref('stg_terms__deal_components') }} as terms
    inner join {{ ref('stg_terms__deal_steps') }} as steps
        on {{ same_component('terms', 'steps') }}
    where terms.component_type = 'cpa' and terms.tier_kind in ('slab', 'marginal')
    union all
    select
        terms.program_id, terms.deal_id, terms.component_id, terms.valid_from,
        conditions.step_no, {{ metric_key('conditions.') }} as metric_key, conditions.minimum,
        conditions.is_inclusive
    from {{ ref('stg_terms__deal_components') }} as terms
    inner join {{ ref('stg_terms__deal_step_conditions') }} as conditions
        on {{ same_component('terms', 'conditions') }}
    where terms.component_type = 'cpa' and terms.tier_kind in ('slab', 'marginal')
),

-- Own position, the period, or for a look-back what the periods or days before came to
valued as (
    select
        qualified.program_id, qualified.record_key, qualified.deal_id, qualified.component_id,
        qualified.terms_from, asks.step_no, asks.minimum, asks.is_inclusive,
        coalesce(running.value, whole.value, 0) as value
    from qualified
    inner join asks on {{ same_component('qualified', 'asks', 'terms_from') }}
    left join {{ ref('int_cpa_metrics__running') }} as running
        on {{ same_terms('qualified', 'running') }}
        and qualified.record_key = running.record_key
        and asks.metric_key = running.metric_key
        and qualified.tier_kind = 'marginal'
    left join {{ ref('int_tier_metrics__valued') }} as whole
        on {{ same_terms('qualified', 'whole') }}
        and qualified.period_id = whole.period_id
        and (whole.event_on is null or qualified.event_on = whole.event_on)
        and asks.metric_key = whole.metric_key
        and (qualified.tier_kind = 'slab' or whole.look_back is not null)
        and whole.is_own
    where qualified.tier_kind <> 'stepped'
),

held as (
    select program_id, record_key, deal_id, component_id, terms_from, step_no
    from valued
    group by program_id, record_key, deal_id, component_id, terms_from, step_no
    having min(
        case when value > minimum or (value = minimum and is_inclusive) then 1 else 0 end
    ) = 1
),

highest as (
    select
        program_id, record_key, deal_id, component_id, terms_from, max(step_no) as step_no
    from held
    group by program_id, record_key, deal_id, component_id, terms_from
),

final as (
    select
        qualified.program_id,
        qualified.record_key,
        qualified.component_id,
        qualified.part_no,
        qualified.deal_id,
        qualified.terms_from,
        case qualified.tier_kind when 'stepped' then qualified.part_no else highest.step_no end
            as step_no,
        case qualified.tier_kind when 'stepped' then qualified.rate else steps.rate end as rate
    from qualified
    left join highest
        on {{ same_terms('qualified', 'highest') }}
        and qualified.record_key = highest.record_key
    left join {{ ref('stg_terms__deal_steps') }} as steps
        on {{ same_component('highest', 'steps', 'terms_from') }}
        and highest.step_no = steps.step_no
)

select * from final
