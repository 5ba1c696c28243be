{#-
    How finely a share's base is worked out. All clients of a product together, where every product
    of an amount and a share is exact at 12 decimals: what clients have apart then adds up to the
    same, to the last digit. Client by client where a digit could be rounded, where an account or a
    fence is a client's, and where a version counts clients by their registration.
-#}
with

components as (
    select
        program_id, deal_id, component_id, terms_from, currency_code, base_kind,
        max(case carry_scope when 'record' then 1 else 0 end) = 1 as is_by_record,
        max(
            case
                when carry_scope in ('client', 'record') or fence_threshold is not null
                    or registered_from > date '1900-01-01' or registered_to < {{ forever() }}
                    then 1
                else 0
            end
        ) = 1 as asks_clients
    from {{ ref('int_components__by_brand') }}
    where component_type = 'revshare' or (component_type = 'override' and family = 'period')
    group by program_id, deal_id, component_id, terms_from, currency_code, base_kind
),

currencies as (
    select program_id, currency_code
    from {{ ref('int_fact_days__listed') }}
    where kind = 'activity' and currency_code is not null
    union
    select program_id, currency_code
    from {{ ref('int_conversions__attributed') }}
    where currency_code is not null
),

exchanged as (
    select distinct components.program_id, components.currency_code
    from components
    inner join currencies
        on components.program_id = currencies.program_id
        and components.currency_code <> currencies.currency_code
),

-- A percentage of what remains multiplies what earlier ones have left, every other one an amount
places as (
    select
        program_id, deal_id, component_id, valid_from,
        max(case of_base when 'remaining' then 0 else {{ decimals_of('share') }} end)
        + sum(case of_base when 'remaining' then {{ decimals_of('share') }} else 0 end) as decimals
    from {{ ref('stg_terms__deal_deductions') }}
    where kind = 'percentage'
    group by program_id, deal_id, component_id, valid_from
),

judged as (
    select
        components.*,
        exchanged.program_id is not null as is_exchanged,
        components.asks_clients
        or coalesce(places.decimals, 0) > 0
        and places.decimals + case
            when exchanged.program_id is not null then 12
            when components.base_kind = 'theoretical' then 10
            else 4
        end > 12 as is_needed
    from components
    left join exchanged
        on components.program_id = exchanged.program_id
        and components.currency_code = exchanged.currency_code
    left join places on {{ same_component('components', 'places', 'terms_from') }}
),

-- Facts of several versions meet in one period: one of them decides for all
final as (
    select
        program_id,
        deal_id,
        component_id,
        bool_or(is_needed) as is_by_client,
        bool_or(is_by_record) as is_by_record,
        bool_or(is_exchanged) as is_exchanged
    from judged
    group by program_id, deal_id, component_id
)

select * from final
