{#-
    Whose facts an ask counts, on which days: the partner under its own deal, or with `network`
    also all who stood below it on the day (COMMISSIONS, Tiers). A member of a chain that is asked
    by another partner's deal is looked at whatever deal of its own it has.
-#}
with

asked as (
    select distinct program_id, deal_id, partner_id, subject_partner_id, network
    from {{ ref('int_metrics__asked') }}
),

deals as (
    select program_id, partner_id, brand_key, deal_id, valid_from, valid_to
    from {{ ref('int_deals__by_brand') }}
),

chains as (
    select program_id, partner_id, ancestor_id, distance, valid_from, valid_to
    from {{ ref('int_partner_chains__dated') }}
),

subjects as (
    select
        asked.program_id, asked.deal_id, asked.subject_partner_id, asked.network, deals.brand_key,
        deals.valid_from, deals.valid_to
    from asked
    inner join deals
        on asked.program_id = deals.program_id
        and asked.deal_id = deals.deal_id
    where asked.partner_id = asked.subject_partner_id
    union all
    select distinct
        asked.program_id, asked.deal_id, asked.subject_partner_id, asked.network, deals.brand_key,
        date '1900-01-01' as valid_from, {{ forever() }} as valid_to
    from asked
    inner join deals
        on asked.program_id = deals.program_id
        and asked.deal_id = deals.deal_id
    where asked.partner_id <> asked.subject_partner_id
),

final as (
    select
        subjects.program_id,
        subjects.deal_id,
        subjects.subject_partner_id,
        subjects.network,
        subjects.brand_key,
        chains.partner_id as member_partner_id,
        greatest(subjects.valid_from, chains.valid_from) as valid_from,
        least(subjects.valid_to, chains.valid_to) as valid_to
    from subjects
    inner join chains
        on subjects.program_id = chains.program_id
        and subjects.subject_partner_id = chains.ancestor_id
        and (subjects.network or chains.distance = 0)
        and subjects.valid_from <= chains.valid_to
        and chains.valid_from <= subjects.valid_to
)

select * from final
