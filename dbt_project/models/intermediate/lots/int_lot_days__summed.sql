{#- Sums climb the chain, not trades: first by terms and day, then to who earns. -#}
{{ config(**partitioned(batched=true, program='program_key')) }}

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
    where {{ touched_only('stored.program_key', 'stored.event_on') }}
        and {{ in_batch('stored.event_on') }}
    group by stored.event_on, stored.terms_key
),

levels as (
    select terms_key, slot, earner_key
    from {{ ref('int_lot_levels__cut') }}
    where {{ may_rule_in_batch('valid_from', 'valid_to') }}
),

earners as (
    select distinct
        earner_key, program_id, calendar_id,
        {{ lasting_key_of(['program_id']) }} as program_key,
        {{ key_of(['program_id', 'calendar_id']) }} as calendar_key
    from {{ ref('int_lot_levels__cut') }}
),

periods as (
    select day, {{ key_of(['program_id', 'calendar_id']) }} as calendar_key
    from {{ ref('int_periods__daily') }}
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
        earners.program_key,
        climbed.event_on,
        climbed.earner_key,
        cast(climbed.line_count as bigint) as line_count,
        cast(climbed.amount_minor as bigint) as amount_minor
    from climbed
    inner join earners on climbed.earner_key = earners.earner_key
    inner join periods
        on earners.calendar_key = periods.calendar_key
        and climbed.event_on = periods.day
)

select * from final
