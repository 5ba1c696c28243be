{%- set counts = [
    'clicks', 'registrations', 'first_deposits', 'active_clients', 'sales', 'lots',
    'net_revenue_minor',
] -%}
{%- set amounts = [
    'commission_minor', 'locked_minor', 'held_minor', 'carried_minor', 'line_count',
] -%}
with
facts as (
    select * from {{ ref('mart_period_facts') }}
),

commissions as (
    select * from {{ ref('mart_period_commissions') }}
),

together as (
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        {{ counts | join(', ') }},
        {% for name in amounts %}0 as {{ name }}{{ ', ' if not loop.last }}{% endfor %}
    from facts
    union all
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        {% for name in counts %}0 as {{ name }}, {% endfor %}
        {{ amounts | join(', ') }}
    from commissions
),

final as (
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        {% for name in counts + amounts -%}
        cast(sum({{ name }}) as {{ 'decimal(18,4)' if name == 'lots' else 'bigint' }})
            as {{ name }},
        {% endfor %}
    from together
    group by program_id, partner_id, calendar_id, period_id, currency_code
)

select * from final
