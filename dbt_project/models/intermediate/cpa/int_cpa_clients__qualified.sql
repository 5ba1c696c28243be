{#- Over 120 lines: whom steps and amounts have paid for is told in one place. -#}
with

judged as (
    select * from {{ ref('int_cpa_conditions__judged') }}
),

moments as (
    select
        program_id,
        client_id,
        moment_no,
        record_key,
        brand_key,
        event_on,
        occurred_at,
        partner_id,
        cpa_partner,
        deal_id,
        component_id,
        part_no,
        terms_from,
        once_for,
        is_again_after_move,
        tier_kind,
        max(rate) as rate,
        max(rate_unit) as rate_unit
    from judged
    group by
        program_id, client_id, moment_no, record_key, brand_key, event_on, occurred_at,
        partner_id, cpa_partner, deal_id, component_id, part_no, terms_from, once_for,
        is_again_after_move, tier_kind
    having min(case when is_met then 1 else 0 end) = 1
),

-- In the order of time; both kinds at one fact: the partner of the qualifying day
placed as (
    select
        *,
        tier_kind = 'stepped' as is_stepped,
        row_number() over (
            partition by program_id, client_id, once_for
            order by
                moment_no,
                case cpa_partner when 'qualification' then 0 else 1 end,
                partner_id,
                component_id,
                part_no
        ) as turn
    from moments
),

-- Once per program and id, by steps once a step; after an amount nothing more, by steps neither
counted as (
    select
        *,
        row_number() over (
            partition by program_id, client_id, once_for, is_stepped, part_no order by turn
        ) as place,
        first_value(is_stepped) over (
            partition by program_id, client_id, once_for order by turn
        ) as begins_with_step
    from placed
),

-- After a move again where the plan says so: then only what the same partner was paid counts
claimed as (
    select
        *,
        row_number() over (
            partition by program_id, client_id, once_for, partner_id, is_stepped, part_no
            order by turn
        ) as own_place,
        first_value(is_stepped) over (
            partition by program_id, client_id, once_for, partner_id order by turn
        ) as own_begins_with_step
    from counted
    where is_again_after_move
        or (place = 1 and begins_with_step = is_stepped)
),

first_moments as (
    select * from claimed where own_place = 1 and own_begins_with_step = is_stepped
),

-- A client that its feed calls a duplicate or self-excluded
exclusions as (
    select program_id, client_id, min(event_on) as excluded_on
    from {{ ref('int_conversions__attributed') }}
    where conversion_type = 'custom' and product in ('duplicate_client', 'self_excluded')
        and not is_rejected
    group by program_id, client_id
),

-- An exclusion counts if its own day is before the end of the hold, and on the qualifying day
final as (
    select
        qualified.program_id,
        qualified.client_id,
        qualified.moment_no,
        qualified.record_key,
        qualified.brand_key,
        qualified.event_on,
        qualified.occurred_at,
        qualified.partner_id,
        qualified.cpa_partner,
        qualified.deal_id,
        qualified.component_id,
        qualified.part_no,
        qualified.terms_from,
        qualified.once_for,
        qualified.tier_kind,
        qualified.rate,
        qualified.rate_unit,
        coalesce(
            least(reviews.rejected_from, exclusions.excluded_on) <= qualified.event_on
            or least(reviews.rejected_from, exclusions.excluded_on)
            < {{ add_days('qualified.event_on', 'coalesce(components.hold_days, 0)') }},
            false
        ) as is_excluded
    from first_moments as qualified
    left join {{ ref('stg_terms__deal_components') }} as components
        on {{ same_component('qualified', 'components', 'terms_from') }}
    left join {{ ref('int_reviews__effective') }} as reviews
        on qualified.program_id = reviews.program_id
        and reviews.target_kind = 'client'
        and qualified.client_id = reviews.target_id
    left join exclusions
        on qualified.program_id = exclusions.program_id
        and qualified.client_id = exclusions.client_id
)

select * from final
