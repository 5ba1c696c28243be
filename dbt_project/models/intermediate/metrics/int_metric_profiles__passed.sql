{#-
    Which profiles of trade a component's filters let through, and the modifier of their lots
    (RULINGS, Tiers and metrics): a spread share has none, its rows are points of a mark-up. Without
    a list of account types live accounts pass.
-#}
with

asked as (
    select distinct program_id, deal_id, component_id, terms_from, component_type
    from {{ ref('int_metrics__asked') }}
    where metric in ('lots', 'active_clients')
),

final as (
    select
        asked.program_id,
        asked.deal_id,
        asked.component_id,
        asked.terms_from,
        terms.profile_key,
        terms.is_demo,
        case asked.component_type when 'per_lot' then coalesce(terms.modifier, 1) else 1 end
            as modifier
    from asked
    inner join {{ ref('int_trade_terms__by_profile') }} as terms
        on {{ same_terms('asked', 'terms') }}
    where terms.reason_code is null
)

select * from final
