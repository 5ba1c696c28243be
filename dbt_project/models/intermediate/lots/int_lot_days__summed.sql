{#- Sums climb the chain, not trades: first by terms and day, then to who earns. -#}
{{ config(**partitioned(batched=true)) }}

with

amounts as (
    select
        stored.event_on,
        stored.terms_key,
        count(*) as line_count,
        {% for slot in lot_slots() -%}
        cast(sum(stored.amount_{{ slot }}) as bigint) as amount_{{ slot }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_lot_amounts__stored') }} as stored
    where {{ touched_only('stored.program_id', 'stored.event_on') }}
        and {{ in_batch('stored.event_on') }}
    group by stored.event_on, stored.terms_key
),

levels as (
    select terms_key, slot, earner_key
    from {{ ref('int_lot_levels__cut') }}
    where {{ may_rule_in_batch('valid_from', 'valid_to') }}
),

earners as (
    select earner_key, program_id, partner_id, calendar_id, currency_code, rounding
    from {{ ref('int_lot_levels__cut') }}
    group by earner_key, program_id, partner_id, calendar_id, currency_code, rounding
),

climbed as (
    select
        amounts.event_on,
        levels.earner_key,
        sum(amounts.line_count) as line_count,
        sum(
            case levels.slot
                {% for slot in lot_slots() -%}
                when {{ slot }} then amounts.amount_{{ slot }}
                {% endfor -%}
            end
        ) as amount_minor
    from amounts
    inner join levels on amounts.terms_key = levels.terms_key
    group by amounts.event_on, levels.earner_key
),

final as (
    select
        earners.program_id,
        climbed.event_on,
        earners.partner_id,
        earners.calendar_id,
        earners.currency_code,
        earners.rounding,
        cast(climbed.line_count as bigint) as line_count,
        cast(climbed.amount_minor as bigint) as amount_minor
    from climbed
    inner join earners on climbed.earner_key = earners.earner_key
    inner join {{ ref('int_periods__daily') }} as periods
        on earners.program_id = periods.program_id
        and earners.calendar_id = periods.calendar_id
        and climbed.event_on = periods.day
)

select * from final
