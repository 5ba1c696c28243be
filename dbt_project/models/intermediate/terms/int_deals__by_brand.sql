with

deals as (
    select
        program_id, partner_id, brand, deal_id, plan_id, plan_version_no, currency_code,
        currency_digits, calendar_id, valid_from, valid_to
    from {{ ref('stg_terms__deal_versions') }}
),

-- '' stands for every brand that no deal of the program names
brands as (
    select distinct program_id, coalesce(brand, '') as brand_key from deals
    union
    select distinct program_id, '' as brand_key from deals
),

applicable as (
    select deals.*, brands.brand_key
    from deals
    inner join brands
        on deals.program_id = brands.program_id
        and (deals.brand is null or deals.brand = brands.brand_key)
),

cuts as (
    select program_id, partner_id, brand_key, valid_from as cut_on from applicable
    union
    select program_id, partner_id, brand_key, {{ add_days('valid_to', 1) }} as cut_on
    from applicable
    where valid_to < {{ forever() }}
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

ranked as (
    select
        segments.program_id,
        segments.partner_id,
        segments.brand_key,
        segments.valid_from,
        segments.valid_to,
        applicable.deal_id,
        applicable.plan_id,
        applicable.plan_version_no,
        applicable.currency_code,
        applicable.currency_digits,
        applicable.calendar_id,
        row_number() over (
            partition by
                segments.program_id, segments.partner_id, segments.brand_key, segments.valid_from
            order by case when applicable.brand is null then 1 else 0 end, applicable.deal_id
        ) as choice
    from segments
    inner join applicable
        on segments.program_id = applicable.program_id
        and segments.partner_id = applicable.partner_id
        and segments.brand_key = applicable.brand_key
        and segments.valid_from between applicable.valid_from and applicable.valid_to
),

final as (
    select
        program_id,
        partner_id,
        brand_key,
        valid_from,
        valid_to,
        deal_id,
        plan_id,
        plan_version_no,
        currency_code,
        currency_digits,
        calendar_id
    from ranked
    where choice = 1
)

select * from final
