with
partners as (
    select * from {{ ref('stg_portal__partners') }}
),

deals as (
    select * from {{ ref('stg_portal__deals') }}
),

programs as (
    select * from {{ ref('stg_portal__programs') }}
),

first_deals as (
    select program_id, partner_id, currency_code, calendar_id
    from deals
    qualify row_number() over (
        partition by program_id, partner_id order by valid_from, deal_id, deal_version_no
    ) = 1
),

-- Counts have no currency of their own: they stand on the row of the partner's first deal's.
final as (
    select
        partners.program_id,
        partners.partner_id,
        coalesce(first_deals.currency_code, programs.currency_code) as currency_code,
    from partners
    inner join programs on partners.program_id = programs.program_id
    left join first_deals
        on
            partners.program_id = first_deals.program_id
            and partners.partner_id = first_deals.partner_id
)

select * from final
