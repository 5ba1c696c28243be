{#-
    Events of capped components in rounds: within a round neither the period nor the terms change.
    An event's own cap is taken here; it needs no order.
-#}
with

prices as (
    select * from {{ ref('int_event_prices__uncapped') }}
),

caps as (
    select * from {{ ref('int_event_caps__declared') }}
),

-- One window of caps that stays the same in every version needs no rounds
shapes as (
    select
        program_id,
        deal_id,
        component_id,
        {% for per in ['client', 'deal'] -%}
        {%- for reach in ['period', 'life'] -%}
        max(case
            when coalesce({{ per }}_{{ reach }}_amount, {{ per }}_{{ reach }}_count) is not null
            then 1 else 0 end)
        {{- ' + ' if not (per == 'deal' and reach == 'life') else ' <= 1' }}
        {% endfor -%}
        {%- endfor -%}
        {%- for per in ['client', 'deal'] -%}
        {%- for reach in ['period', 'life'] -%}
        {%- for kind in ['amount', 'count'] -%}
        and count(distinct coalesce({{ per }}_{{ reach }}_{{ kind }}, -1)) = 1
        {% endfor -%}
        {%- endfor -%}
        {%- endfor -%}
        as is_simple
    from caps
    group by program_id, deal_id, component_id
),

final as (
    select
        prices.program_id,
        prices.lead_deal_id as deal_id,
        prices.component_id,
        prices.record_key,
        prices.part_no,
        prices.client_id,
        prices.event_on,
        prices.occurred_at,
        prices.uncapped_amount,
        periods.period_id,
        dense_rank() over (
            partition by prices.program_id, prices.lead_deal_id, prices.component_id
            order by periods.starts_on, caps.terms_from
        ) as round_no,
        row_number() over (
            partition by prices.program_id, prices.lead_deal_id, prices.component_id
            order by prices.event_on, prices.occurred_at, prices.record_key, prices.part_no
        ) as event_no,
        case
            when caps.event_amount is null then prices.uncapped_amount
            else least(prices.uncapped_amount, caps.event_amount)
        end as amount,
        shapes.is_simple,
        caps.client_period_amount,
        caps.client_period_count,
        caps.client_life_amount,
        caps.client_life_count,
        caps.deal_period_amount,
        caps.deal_period_count,
        caps.deal_life_amount,
        caps.deal_life_count
    from prices
    inner join caps
        on {{ same_lead('prices', 'caps') }}
    inner join shapes
        on prices.program_id = shapes.program_id
        and prices.lead_deal_id = shapes.deal_id
        and prices.component_id = shapes.component_id
    inner join {{ ref('int_periods__daily') }} as periods
        on caps.program_id = periods.program_id
        and caps.calendar_id = periods.calendar_id
        and prices.event_on = periods.day
)

select * from final
