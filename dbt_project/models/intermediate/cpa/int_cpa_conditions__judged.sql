{#- Over 120 lines: claims, candidates and verdicts need one another. -#}
{#- Every condition of every CPA that might pay for a client, at every moment of that client. -#}
with

metrics as (
    select * from {{ ref('int_client_metrics__running') }}
),

moments as (
    select distinct
        program_id, client_id, record_key, brand_key, event_on, occurred_at, moment_no
    from metrics
),

clients as (
    select program_id, client_id, registered_on, country
    from {{ ref('int_clients__registered') }}
),

attributions as (
    select * from {{ ref('int_attributions__resolved') }}
),

own_clients as (
    select program_id, client_id from {{ ref('int_own_clients__listed') }}
),

components as (
    select * from {{ ref('int_components__by_brand') }} where component_type = 'cpa'
),

-- A stepped CPA has a part for each step: it pays what is due there less what was due before
parts as (
    select
        steps.program_id, steps.deal_id, steps.component_id, steps.valid_from,
        steps.step_no as part_no, steps.from_value, steps.is_inclusive, steps.rate as due_amount,
        steps.rate - coalesce(lag(steps.rate) over (
            partition by steps.program_id, steps.deal_id, steps.component_id, steps.valid_from
            order by steps.step_no
        ), 0) as part_amount
    from {{ ref('stg_terms__deal_steps') }} as steps
    inner join {{ ref('stg_terms__deal_components') }} as stepped
        on {{ same_component('stepped', 'steps') }}
        and stepped.component_type = 'cpa'
        and stepped.tier_kind = 'stepped'
),

asked as (
    select
        program_id, deal_id, component_id, valid_from, position, metric, anchor, within_days,
        multiple_of, at_least, true as is_inclusive, cast(null as integer) as part_no
    from {{ ref('stg_terms__deal_conditions') }}
    union all
    select
        program_id, deal_id, component_id, valid_from, 0 as position,
        'highest_net_deposits' as metric, cast(null as varchar) as anchor,
        cast(null as integer) as within_days, cast(null as varchar) as multiple_of,
        from_value as at_least, is_inclusive, part_no
    from parts
),

-- Deal and version are those of the moment; the partner too, or that of registration
claims as (
    select
        moments.*,
        attributions.partner_id,
        attributions.campaign,
        'qualification' as cpa_partner
    from moments
    inner join attributions
        on moments.program_id = attributions.program_id
        and moments.client_id = attributions.client_id
        and moments.event_on between attributions.valid_from and attributions.valid_to
    union all
    select
        moments.*,
        attributions.partner_id,
        attributions.campaign,
        'registration' as cpa_partner
    from moments
    inner join clients
        on moments.program_id = clients.program_id
        and moments.client_id = clients.client_id
    inner join attributions
        on moments.program_id = attributions.program_id
        and moments.client_id = attributions.client_id
        and clients.registered_on between attributions.valid_from and attributions.valid_to
),

candidates as (
    select
        claims.program_id,
        claims.client_id,
        claims.record_key,
        claims.brand_key,
        claims.event_on,
        claims.occurred_at,
        claims.moment_no,
        claims.partner_id,
        claims.cpa_partner,
        claims.campaign,
        components.deal_id,
        components.component_id,
        components.terms_from,
        components.once_for,
        components.is_again_after_move,
        components.tier_kind,
        components.currency_code
    from claims
    inner join components
        on claims.program_id = components.program_id
        and claims.partner_id = components.partner_id
        and claims.cpa_partner = components.cpa_partner
        and claims.brand_key = components.brand_key
        and claims.event_on between components.valid_from and components.valid_to
    left join own_clients
        on claims.program_id = own_clients.program_id
        and claims.client_id = own_clients.client_id
    left join clients as registered
        on claims.program_id = registered.program_id
        and claims.client_id = registered.client_id
    where own_clients.client_id is null
        and {{ is_in_version('registered', 'components') }}
),

in_parts as (
    select
        candidates.*,
        coalesce(parts.part_no, 1) as part_no,
        parts.due_amount,
        parts.part_amount
    from candidates
    left join parts
        on candidates.tier_kind = 'stepped'
        and {{ same_component('candidates', 'parts', 'terms_from') }}
),

final as (
    select
        candidates.*,
        conditions.position,
        conditions.metric,
        conditions.anchor,
        conditions.within_days,
        conditions.multiple_of,
        conditions.at_least,
        measured.anchor_on,
        measured.has_anchor,
        measured.value,
        cast(
            case
                when conditions.multiple_of is null then conditions.at_least
                when conditions.multiple_of = 'amount_due'
                    then conditions.at_least * coalesce(candidates.due_amount, rates.rate)
                -- a multiple of what is not there yet does not hold
                when multiples.value > 0 then conditions.at_least * multiples.value
            end as {{ exact_type() }}
        ) as threshold,
        conditions.is_inclusive,
        measured.lacks_rate,
        coalesce(candidates.part_amount, rates.rate) as rate,
        'amount' as rate_unit
    from in_parts as candidates
    left join clients
        on candidates.program_id = clients.program_id
        and candidates.client_id = clients.client_id
    left join {{ ref('int_cpa_rates__resolved') }} as rates
        on {{ same_component('candidates', 'rates', 'terms_from') }}
        and coalesce(clients.country, '') = rates.country_key
        -- a campaign's rate belongs to whose link it is
        and coalesce(candidates.campaign, '') = rates.campaign_key
    inner join asked as conditions
        on {{ same_component('candidates', 'conditions', 'terms_from') }}
        and (
            conditions.part_no = candidates.part_no
            or (conditions.part_no is null)
        )
    inner join metrics as measured
        on candidates.program_id = measured.program_id
        and candidates.client_id = measured.client_id
        and candidates.moment_no = measured.moment_no
        and candidates.currency_code = measured.currency_code
        and conditions.metric = measured.metric
        and coalesce(conditions.anchor, '') = measured.anchor
        and coalesce(conditions.within_days, -1) = measured.within_days
    left join metrics as multiples
        on candidates.program_id = multiples.program_id
        and candidates.client_id = multiples.client_id
        and candidates.moment_no = multiples.moment_no
        and candidates.currency_code = multiples.currency_code
        and conditions.multiple_of = multiples.metric
        and multiples.anchor = ''
        and multiples.within_days = -1
)

select
    *,
    has_anchor
    and coalesce(value > threshold or (value = threshold and is_inclusive), false) as is_met
from final
