{#-
    Which products each component of sales, actions or stakes lets through; '' is a record without
    one.
-#}
with

components as (
    select distinct program_id, deal_id, component_id, terms_from
    from {{ ref('int_components__by_brand') }}
    where component_type in ('sale_share', 'per_action', 'per_turnover')
),

products as (
    select distinct program_id, coalesce(product, '') as product_key
    from {{ ref('int_conversions__attributed') }}
    union
    select distinct program_id, coalesce(product, '') as product_key
    from {{ ref('stg_raw__activity') }}
    where program_id in (select program_id from components)
),

filters as (
    select program_id, deal_id, component_id, valid_from, filter_kind, filter_value
    from {{ ref('stg_terms__deal_filters') }}
    where filter_kind in ('product', 'sale_kind', 'excluded_product')
),

has_list as (
    select distinct program_id, deal_id, component_id, valid_from
    from filters
    where filter_kind in ('product', 'sale_kind')
),

final as (
    select
        components.program_id,
        components.deal_id,
        components.component_id,
        components.terms_from,
        products.product_key,
        max(case when filters.filter_kind = 'excluded_product' then 1 else 0 end) = 0
        and (
            max(case when has_list.deal_id is not null then 1 else 0 end) = 0
            or max(case when filters.filter_kind in ('product', 'sale_kind') then 1 else 0 end) = 1
        ) as is_allowed
    from components
    inner join products on components.program_id = products.program_id
    left join has_list on {{ same_component('components', 'has_list', 'terms_from') }}
    left join filters
        on {{ same_component('components', 'filters', 'terms_from') }}
        and products.product_key = filters.filter_value
    group by
        components.program_id, components.deal_id, components.component_id, components.terms_from,
        products.product_key
)

select * from final
