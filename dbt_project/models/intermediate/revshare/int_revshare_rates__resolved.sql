{#-
    The single share of an account: by product or the client's country where the scope allows; of
    an override that of its distance.
-#}
with

accounts as (
    select distinct
        program_id, deal_id, component_id, terms_from, distance, carry_scope, account_key
    from {{ ref('int_revshare_accounts__based') }}
    where tier_kind = 'single'
),

clients as (
    select program_id, client_id, partner_id, country, campaign
    from {{ ref('int_clients__registered') }}
),

ranked as (
    select
        accounts.*,
        rates.rate,
        row_number() over (
            partition by
                accounts.program_id, accounts.deal_id, accounts.component_id, accounts.terms_from,
                accounts.distance, accounts.account_key
            order by rates.specificity desc, rates.row_no
        ) as choice
    from accounts
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_component('accounts', 'terms', 'terms_from') }}
    left join clients
        on accounts.program_id = clients.program_id
        and accounts.carry_scope = 'client'
        and accounts.account_key = clients.client_id
    inner join {{ ref('stg_terms__deal_rates') }} as rates
        on {{ same_component('accounts', 'rates', 'terms_from') }}
        and (
            rates.product is null
            or (accounts.carry_scope = 'product' and rates.product = accounts.account_key)
        )
        and (rates.country is null or rates.country = clients.country)
        -- a campaign's rate belongs to whose link it is
        and (
            rates.campaign is null
            or (rates.campaign = clients.campaign and clients.partner_id = terms.partner_id)
        )
),

by_distance as (
    select
        accounts.program_id, accounts.deal_id, accounts.component_id, accounts.terms_from,
        accounts.distance, accounts.account_key, levels.rate
    from accounts
    inner join {{ ref('stg_terms__deal_levels') }} as levels
        on {{ same_component('accounts', 'levels', 'terms_from') }}
        and accounts.distance = levels.distance
    where accounts.distance > 0 and not {{ is_led('accounts.distance') }}
),

final as (
    select program_id, deal_id, component_id, terms_from, distance, account_key, rate
    from ranked
    where choice = 1 and (distance = 0 or {{ is_led('distance') }})
    union all
    select program_id, deal_id, component_id, terms_from, distance, account_key, rate
    from by_distance
)

select * from final
