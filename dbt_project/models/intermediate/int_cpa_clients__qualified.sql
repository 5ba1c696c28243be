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
final as (
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
)

select * from final
