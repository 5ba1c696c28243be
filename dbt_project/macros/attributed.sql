{#-
    What every fact with a client asks of people, on its own day: to whom the client belongs, whose
    own account it is, and whether a review rejected the fact or the client. `fact` is the alias of
    a relation with program_id, record_key, client_id and event_on. Spans of days are looked at only
    for clients that moved.
-#}
{% macro joined_people(fact) -%}
left join {{ ref('int_clients__placed') }} as people
        on {{ fact }}.program_id = people.program_id
        and {{ fact }}.client_id = people.client_id
    left join (
        select
            program_id, client_id, valid_from, valid_to, partner_id, link_code, sub1,
            {{ owned_campaign('partner_id', 'campaign') }} as campaign
        from {{ ref('int_attributions__resolved') }}
        where not is_only
    ) as moves
        on {{ fact }}.program_id = moves.program_id
        and {{ fact }}.client_id = moves.client_id
        and {{ fact }}.event_on between moves.valid_from and moves.valid_to
{%- endmacro %}

{#- A column of the attribution of the fact's day. -#}
{% macro attributed_to(fact, column) -%}
case when {{ fact }}.event_on >= people.valid_from then people.{{ column }}
            else moves.{{ column }} end
{%- endmacro %}

{#-
    Activity with the moment at which it happened, the last of its day: asked once a day, because a
    time zone in a column is looked up by its name in each row.
-#}
{% macro at_day_end(activity) -%}
    select daily.*, ends.occurred_at
    from {{ activity }} as daily
    inner join (
        select
            days.program_id,
            days.event_on,
            {{ local_day_end('days.event_on', 'programs.time_zone') }} as occurred_at
        from (select distinct program_id, event_on from {{ activity }}) as days
        inner join {{ ref('stg_portal__programs') }} as programs
            on days.program_id = programs.program_id
    ) as ends
        on daily.program_id = ends.program_id
        and daily.event_on = ends.event_on
{%- endmacro %}

{% macro joined_reviews(fact) -%}
left join {{ ref('int_reviews__effective') }} as record_review
        on {{ fact }}.program_id = record_review.program_id
        and record_review.target_kind = 'record'
        and {{ fact }}.record_key = record_review.target_id
{%- endmacro %}

{% macro is_rejected_on_its_day(fact) -%}
coalesce(record_review.rejected_from <= {{ fact }}.event_on, false)
        or coalesce(people.rejected_from <= {{ fact }}.event_on, false)
{%- endmacro %}

{#- An own account stands under its owner, or without a deal under whom it is attributed to. -#}
{% macro chain_partner_of(fact) -%}
case
            when own_deals.deal_id is not null then {{ fact }}.own_partner_id
            else {{ fact }}.attributed_partner_id
        end
{%- endmacro %}

{% macro joined_own_deals(fact) -%}
left join {{ ref('int_deals__by_brand') }} as own_deals
        on {{ fact }}.program_id = own_deals.program_id
        and {{ fact }}.own_partner_id = own_deals.partner_id
        and {{ fact }}.brand_key = own_deals.brand_key
        and {{ fact }}.event_on between own_deals.valid_from and own_deals.valid_to
{%- endmacro %}

{#- A campaign with its owner: two partners may use one name, and a rate is for one's own links. -#}
{% macro owned_campaign(partner_id, campaign) -%}
    {{ partner_id }} || '/' || {{ campaign }}
{%- endmacro %}

{#- Whether a row of a rate table lets a campaign pass: any, or one of the deal's own partner. -#}
{% macro is_own_campaign(rate, component, profile) -%}
    (
            {{ rate }}.campaign is null
            or {{ owned_campaign(component ~ '.partner_id', rate ~ '.campaign') }}
                = {{ profile }}.campaign
        )
{%- endmacro %}
