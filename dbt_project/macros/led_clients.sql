{#-
    A direct partner without a deal has a place of its own among the distances of a share by
    differential, that of the lowest one above that has it: from 1000 on, by partner.
-#}
{% macro led_places() -%}
    select
        program_id,
        partner_id,
        cast({{ first_led_place() }} + row_number() over (
            partition by program_id order by partner_id
        ) as integer) as place
    from {{ ref('stg_portal__partners') }}
{%- endmacro %}

{% macro first_led_place() %}1000{% endmacro %}

{% macro is_led(distance) %}{{ distance }} > {{ first_led_place() }}{% endmacro %}

{#-
    Lines of period components that tell of their base, by the distance that it was worked out for:
    the deal's own, an override's, and of what is led for a partner without a deal the lowest one.
-#}
{% macro period_lines_told() -%}
    select
        lines.program_id, lines.period_id, lines.deal_id, lines.component_id,
        coalesce(places.place, lines.level) as distance,
        lines.line_id, lines.currency_code, lines.event_on
    from {{ ref('com_lines__periods') }} as lines
    left join ({{ led_places() }}) as places
        on lines.program_id = places.program_id
        and lines.direct_partner_id = places.partner_id
        and lines.line_kind = 'earned'
        and lines.level > 0
        and lines.origin_line_id is null
        and lines.lower_partner_id is null
    where lines.line_kind = 'override'
        or (lines.line_kind = 'earned' and (lines.level = 0 or places.place is not null))
{%- endmacro %}
