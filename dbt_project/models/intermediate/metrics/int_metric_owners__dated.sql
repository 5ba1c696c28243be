{#-
    Whose own accounts count as clients of the partner above: those of a partner just below whose
    own component of the same id, about the same events, says `upline_only` (COMMISSIONS, Levels:
    its parent stands as p0). An ask of the network counts them as it does all below.
-#}
with

asked as (
    select distinct program_id, deal_id, component_id, terms_from
    from {{ ref('int_metrics__asked') }}
    where not network and subject_partner_id = partner_id
),

components as (
    select
        terms.program_id, terms.partner_id, terms.brand_key, terms.deal_id, terms.component_id,
        terms.terms_from, terms.own_account, terms.valid_from, terms.valid_to,
        terms.component_type || {{ about('terms') }} as about
    from {{ ref('int_components__by_brand') }} as terms
),

deals as (
    select program_id, partner_id, brand_key, deal_id, valid_from, valid_to
    from {{ ref('int_deals__by_brand') }}
),

chains as (
    select program_id, partner_id, ancestor_id, valid_from, valid_to
    from {{ ref('int_partner_chains__dated') }}
    where distance = 1
),

asking as (
    select distinct
        asked.program_id, asked.deal_id, asked.component_id, asked.terms_from,
        components.partner_id, components.about
    from asked
    inner join components on {{ same_terms('asked', 'components') }}
),

final as (
    select
        asking.program_id,
        asking.deal_id,
        asking.component_id,
        asking.terms_from,
        asking.partner_id,
        deals.brand_key,
        owners.partner_id as member_partner_id,
        greatest(deals.valid_from, chains.valid_from, owners.valid_from) as valid_from,
        least(deals.valid_to, chains.valid_to, owners.valid_to) as valid_to
    from asking
    inner join deals
        on asking.program_id = deals.program_id
        and asking.deal_id = deals.deal_id
    inner join chains
        on asking.program_id = chains.program_id
        and asking.partner_id = chains.ancestor_id
        and deals.valid_from <= chains.valid_to
        and chains.valid_from <= deals.valid_to
    inner join components as owners
        on chains.program_id = owners.program_id
        and chains.partner_id = owners.partner_id
        and deals.brand_key = owners.brand_key
        and asking.component_id = owners.component_id
        and asking.about = owners.about
        and owners.own_account = 'upline_only'
        and greatest(deals.valid_from, chains.valid_from) <= owners.valid_to
        and owners.valid_from <= least(deals.valid_to, chains.valid_to)
)

select * from final
