{#- The chain of a direct partner over spans in which neither relations nor terms change. -#}
with

chains as (
    select program_id, partner_id, ancestor_id, distance, valid_from, valid_to
    from {{ ref('int_partner_chains__dated') }}
),

components as (
    select program_id, partner_id, brand_key, deal_id, valid_from, valid_to
    from {{ ref('int_components__by_brand') }}
),

deals as (
    select program_id, partner_id, brand_key, deal_id, valid_from, valid_to
    from {{ ref('int_deals__by_brand') }}
),

brands as (
    select distinct program_id, brand_key from deals
),

-- Every day on which something starts, or the day after something ends, inside the chain
starts as (
    select program_id, partner_id, brand_key, valid_from as cut_on from components
    union
    select program_id, partner_id, brand_key, {{ add_days('valid_to', 1) }} as cut_on
    from components
    where valid_to < {{ forever() }}
    union
    select program_id, partner_id, brand_key, valid_from as cut_on from deals
    union
    select program_id, partner_id, brand_key, {{ add_days('valid_to', 1) }} as cut_on
    from deals
    where valid_to < {{ forever() }}
),

cuts as (
    select chains.program_id, chains.partner_id, starts.brand_key, starts.cut_on
    from chains
    inner join starts
        on chains.program_id = starts.program_id
        and chains.ancestor_id = starts.partner_id
        and starts.cut_on between chains.valid_from and chains.valid_to
    union
    select chains.program_id, chains.partner_id, brands.brand_key, chains.valid_from as cut_on
    from chains
    inner join brands on chains.program_id = brands.program_id
    union
    select
        chains.program_id,
        chains.partner_id,
        brands.brand_key,
        {{ add_days('chains.valid_to', 1) }} as cut_on
    from chains
    inner join brands on chains.program_id = brands.program_id
    where chains.valid_to < {{ forever() }}
),

segments as (
    select
        program_id,
        partner_id,
        brand_key,
        cut_on as valid_from,
        coalesce({{ add_days('lead(cut_on) over (
            partition by program_id, partner_id, brand_key order by cut_on
        )', -1) }}, {{ forever() }}) as valid_to
    from cuts
),

final as (
    select
        segments.program_id,
        segments.partner_id,
        segments.brand_key,
        segments.valid_from,
        segments.valid_to,
        chains.distance,
        chains.ancestor_id,
        deals.deal_id
    from segments
    inner join chains
        on segments.program_id = chains.program_id
        and segments.partner_id = chains.partner_id
        and segments.valid_from between chains.valid_from and chains.valid_to
    left join deals
        on chains.program_id = deals.program_id
        and chains.ancestor_id = deals.partner_id
        and segments.brand_key = deals.brand_key
        and segments.valid_from between deals.valid_from and deals.valid_to
)

select * from final
