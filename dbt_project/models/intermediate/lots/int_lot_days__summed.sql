{#- Sums climb the chain, not trades: first by terms and day, then to who earns. -#}
{{ config(**partitioned()) }}

with

amounts as (
    select
        stored.program_id,
        stored.event_on,
        stored.terms_key,
        count(*) as line_count,
        {% for slot in lot_slots() -%}
        cast(sum(stored.amount_{{ slot }}) as bigint) as amount_{{ slot }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_lot_amounts__stored') }} as stored
    where {{ touched_only('stored.program_id', 'stored.event_on') }}
        and {{ in_batch('stored.event_on') }}
    group by stored.program_id, stored.event_on, stored.terms_key
),

final as (
    select
        amounts.program_id,
        amounts.event_on,
        levels.partner_id,
        levels.calendar_id,
        levels.currency_code,
        levels.rounding,
        cast(sum(amounts.line_count) as bigint) as line_count,
        cast(sum(
            case levels.slot
                {% for slot in lot_slots() -%}
                when {{ slot }} then amounts.amount_{{ slot }}
                {% endfor -%}
            end
        ) as bigint) as amount_minor
    from amounts
    inner join {{ ref('int_lot_levels__cut') }} as levels
        on amounts.terms_key = levels.terms_key
    inner join {{ ref('int_periods__daily') }} as periods
        on levels.program_id = periods.program_id
        and levels.calendar_id = periods.calendar_id
        and amounts.event_on = periods.day
    group by
        amounts.program_id, amounts.event_on, levels.partner_id, levels.calendar_id,
        levels.currency_code, levels.rounding
)

select * from final
