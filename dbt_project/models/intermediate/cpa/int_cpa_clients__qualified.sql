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
        terms_from,
        once_for,
        max(rate) as rate,
        max(rate_unit) as rate_unit
    from judged
    group by
        program_id, client_id, moment_no, record_key, brand_key, event_on, occurred_at,
        partner_id, cpa_partner, deal_id, component_id, terms_from, once_for
    having min(case when is_met then 1 else 0 end) = 1
),

-- Once per program and id, at the first moment; both kinds at one fact: that day's partner
first_moments as (
    select *
    from moments
    qualify row_number() over (
        partition by program_id, client_id, once_for
        order by
            moment_no,
            case cpa_partner when 'qualification' then 0 else 1 end,
            partner_id,
            component_id
    ) = 1
),

-- An exclusion counts if its own day is before the end of the hold, and on the qualifying day
final as (
    select
        qualified.*,
        coalesce(
            reviews.rejected_from <= qualified.event_on
            or reviews.rejected_from
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
)

select * from final
