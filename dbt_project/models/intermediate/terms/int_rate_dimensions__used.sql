with

rates as (
    select program_id, country, campaign from {{ ref('stg_terms__deal_rates') }}
),

programs as (
    select program_id from {{ ref('stg_portal__programs') }}
),

-- A dimension that no rate of the program names stays out of the profile, which keeps it small
final as (
    select
        programs.program_id,
        count(rates.country) > 0 as uses_country,
        count(rates.campaign) > 0 as uses_campaign
    from programs
    left join rates on programs.program_id = rates.program_id
    group by programs.program_id
)

select * from final
