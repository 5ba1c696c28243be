{#- Over 120 lines: the steps of one rule together. -#}
{#-
    Each partner above earns its own rate less the highest rate below it (COMMISSIONS, Levels).
    From an upline's own component only the rate is read, and only in the same unit: an amount in
    another currency is another unit. What a cap left of the direct partner's amount, it leaves of
    those above.
-#}
with

members as (
    {{ pot_members('differential') }}
),

-- An upline on another plan by registration: the version of the client's registration
versions as (
    select
        members.program_id, members.pot_key, members.component_id, members.part_no,
        members.level, components.component_id as own_component_id, components.terms_from,
        components.component_type, components.currency_code, terms.rate_per
    from {{ ref('int_components__by_brand') }} as components
    inner join members
        on components.program_id = members.program_id
        and components.deal_id = members.deal_id
        and components.brand_key = members.brand_key
        and {{ plan_component_id('components.component_id') }}
        = {{ plan_component_id('members.component_id') }}
        and members.event_on between components.valid_from and components.valid_to
        and members.member_terms_from is null
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_component('components', 'terms', 'terms_from') }}
        and terms.registered_from is not null
    left join ({{ registration_days() }}) as registered
        on members.program_id = registered.program_id
        and members.client_id = registered.client_id
    where components.family = 'event'
        and {{ is_in_version('registered', 'components') }}
),

named as (
    select
        members.*,
        coalesce(members.member_component_id, versions.own_component_id) as own_component_id,
        coalesce(members.member_terms_from, versions.terms_from) as own_terms_from,
        coalesce(members.member_component_type, versions.component_type) as own_component_type,
        coalesce(members.member_currency_code, versions.currency_code) as own_currency_code,
        case when members.member_terms_from is null then coalesce(versions.rate_per, 1)
            else members.member_rate_per end as own_rate_per
    from members
    left join versions
        on {{ same_pot('members', 'versions') }}
        and members.level = versions.level
),

-- With a fixed table a component has no rate. A period component of a chain has one for all
rates as (
    select
        rates.program_id, rates.deal_id, rates.component_id, rates.terms_from, rates.profile_key,
        rates.rate
    from {{ ref('int_event_rates__resolved') }} as rates
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_component('rates', 'terms', 'terms_from') }}
        and coalesce(terms.algebra, 'none') <> 'fixed_per_level'
    union all
    select
        rates.program_id, rates.deal_id, rates.component_id, rates.valid_from as terms_from,
        'period' as profile_key, rates.rate
    from {{ ref('stg_terms__deal_rates') }} as rates
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_component('rates', 'terms') }}
        and terms.family = 'period'
        and coalesce(terms.algebra, 'none') <> 'fixed_per_level'
    where rates.specificity = 0
),

steps as (
    select program_id, deal_id, component_id, terms_from, event_on, rate
    from {{ ref('int_event_steps__reached') }}
),

-- The step of the upline's own period that holds the line's day, whatever the lead's calendar
period_steps as (
    select
        judged.program_id, judged.deal_id, judged.component_id, judged.terms_from,
        periods.starts_on, periods.ends_on, judged.rate
    from {{ ref('int_period_steps__judged') }} as judged
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_component('judged', 'terms', 'terms_from') }}
        and terms.tier_kind = 'slab'
        and terms.tier_metric <> 'base'
    inner join {{ ref('stg_portal__periods') }} as periods
        on judged.program_id = periods.program_id
        and terms.calendar_id = periods.calendar_id
        and judged.period_id = periods.period_id
    where judged.distance = 0 and judged.holds
    qualify row_number() over (
        partition by judged.program_id, judged.deal_id, judged.component_id, judged.period_id
        order by judged.step_no desc
    ) = 1
),

rated as (
    select
        members.*,
        case
            when members.level = members.lead_distance - members.base_distance
                then coalesce(members.rate, 0)
            when members.level = 0 and members.lead_distance < 0 then 0
            when members.own_terms_from is null then 0
            when members.own_component_type <> members.component_type then 0
            when members.own_rate_per <> members.rate_per then 0
            when members.rate_unit <> 'share'
                and members.own_currency_code <> members.lead_currency_code then 0
            else coalesce(steps.rate, period_steps.rate, rates.rate, 0)
        end as own_rate
    from named as members
    left join rates
        on members.program_id = rates.program_id
        and members.deal_id = rates.deal_id
        and members.own_component_id = rates.component_id
        and members.own_terms_from = rates.terms_from
        and members.profile_key = rates.profile_key
    left join steps
        on members.program_id = steps.program_id
        and members.deal_id = steps.deal_id
        and members.own_component_id = steps.component_id
        and members.own_terms_from = steps.terms_from
        and members.event_on = steps.event_on
    left join period_steps
        on members.program_id = period_steps.program_id
        and members.deal_id = period_steps.deal_id
        and members.own_component_id = period_steps.component_id
        and members.own_terms_from = period_steps.terms_from
        and members.event_on between period_steps.starts_on and period_steps.ends_on
),

compared as (
    select
        *,
        case when level > 0 then coalesce(max(own_rate) over (
            partition by program_id, pot_key, component_id, part_no
            order by level
            rows between unbounded preceding and 1 preceding
        ), 0) end as lower_rate
    from rated
),

raised as (
    select
        *,
        max(case when own_rate > coalesce(lower_rate, 0) then level end) over (
            partition by program_id, pot_key, component_id, part_no
            order by level
            rows between unbounded preceding and 1 preceding
        ) as lower_level
    from compared
),

paid as (
    select
        *,
        greatest(own_rate - coalesce(lower_rate, 0), 0) as difference
    from raised
    where deal_id is not null
        and ((level = 0 and lead_distance >= 0) or (own_rate > 0 and is_in_time))
        and level < coalesce(depth_limit, 1000)
),

final as (
    select
        paid.program_id,
        paid.pot_key,
        paid.component_id,
        paid.part_no,
        paid.level,
        paid.partner_id,
        paid.deal_id,
        lower.partner_id as lower_partner_id,
        case when paid.level = 0 then paid.formula_code else 'differential' end as formula_code,
        case when paid.level = 0 then paid.step_no end as step_no,
        paid.own_rate as rate,
        paid.lower_rate,
        case when paid.level = 0 then paid.exact_amount else {{ of_pot('paid', 'paid.difference') }}
        end as lead_amount,
        case
            when paid.level = 0 or paid.reason_code in ('rejected', 'refunded', 'capped')
                then paid.reason_code
            when paid.difference = 0 then 'no_difference'
        end as reason_code
    from paid
    left join members as lower
        on {{ same_pot('paid', 'lower') }}
        and paid.lower_level = lower.level
)

select {{ select_columns(level_columns(), [
    'program_id', 'pot_key', 'component_id', 'part_no', 'level', 'partner_id', 'deal_id',
    'lower_partner_id', 'formula_code', 'step_no', 'rate', 'lower_rate', 'lead_amount',
    'reason_code',
]) }}
from final
