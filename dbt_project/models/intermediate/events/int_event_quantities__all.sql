{#- A new component type is one model in quantities/ and one name in this list. -#}
{%- set types = [
    'commission_share', 'cpa', 'per_action', 'per_lot', 'per_turnover', 'sale_share',
    'spread_share',
] -%}

with

quantities as (
    {% for type in types -%}
    select * from {{ ref('int_quantities__' ~ type) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

registered as (
    {{ registration_days() }}
),

-- What a rate table can ask of an event; a dimension that no rate names stays out
final as (
    select
        quantities.*,
        {{ joined_text([
            'quantities.product',
            "case when quantities.is_demo then 'demo' else 'live' end",
            'quantities.account_type',
            'quantities.symbol',
            'case when dimensions.uses_country then quantities.country end',
            'case when dimensions.uses_campaign then quantities.campaign end',
        ]) }} as profile_key
    from quantities
    inner join {{ ref('int_rate_dimensions__used') }} as dimensions
        on quantities.program_id = dimensions.program_id
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_lead('quantities', 'terms', 'valid_from') }}
    left join registered
        on quantities.program_id = registered.program_id
        and quantities.client_id = registered.client_id
    where {{ is_in_version('registered', 'terms') }}
)

select * from final
