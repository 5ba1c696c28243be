{#- Over 120 lines: seven sections of one explanation, one step each. -#}
{#- What made the base and the amount of a share: the lines of com_lines__periods that have one. -#}
{%- set key = 'program_id, deal_id, component_id, period_id, distance' -%}
{%- set no_text = 'cast(null as varchar)' -%}
with

lines as (
    {{ period_lines_told() }}
),

accounts as (
    select * from {{ ref('int_revshare_accounts__priced') }}
),

steps as (
    select * from {{ ref('int_period_steps__judged') }}
),

deductions as (
    select
        {{ key }}, 'deduction' as section,
        {{ joined_text([
            'account_key', 'product', "lpad(cast(position as varchar), 4, '0')",
        ]) }} as sort_key,
        code,
        case when account_key in ('', product) then nullif(product, '') else account_key end
            as subject,
        of_base as asked,
        {{ no_text }} as found,
        amount,
        of_amount as quantity,
        cast(share as decimal(18,8)) as rate
    from {{ ref('int_revshare_deductions__told') }}
),

clients as (
    select
        {{ key }}, 'client' as section, client_id as sort_key, 'base' as code,
        client_id as subject, {{ no_text }} as asked, {{ no_text }} as found,
        base_amount as amount, cast(null as {{ exact_type() }}) as quantity,
        cast(null as decimal(18,8)) as rate
    from {{ ref('int_revshare_client_bases__told') }}
),

fenced as (
    {% for code, column, order in [
        ('opening', 'opening_amount', 1), ('used', 'used_amount', 2),
        ('fenced', 'fenced_amount', 3), ('closing', 'closing_amount', 4),
    ] -%}
    select
        {{ key }}, 'fence' as section,
        client_id || '|' || account_key || '|{{ order }}' as sort_key,
        '{{ code }}' as code, client_id as subject, {{ no_text }} as asked, {{ no_text }} as found,
        {{ column }} as amount, cast(null as {{ exact_type() }}) as quantity,
        cast(null as decimal(18,8)) as rate
    from {{ ref('int_revshare_clients__fenced') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

carried as (
    {% for code, order in [('opening', 1), ('closing', 2), ('written_off', 3)] -%}
    select
        {{ key }}, 'carry' as section, account_key || '|{{ order }}' as sort_key,
        '{{ code }}' as code, nullif(account_key, '') as subject,
        {{ no_text }} as asked, {{ no_text }} as found,
        {{ code }}_amount as amount, cast(null as {{ exact_type() }}) as quantity,
        cast(null as decimal(18,8)) as rate
    from accounts
    where {{ code }}_amount <> 0
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

sliced_amounts as (
    select
        {{ key }}, account_key,
        case carry_level when 'base' then paid_amount else base_amount end as amount
    from accounts
    where tier_kind = 'marginal'
),

slices_cut as (
    {{ sliced('sliced_amounts', 'steps') }}
),

slices as (
    select
        {{ key }}, 'slice' as section, lpad(cast(step_no as varchar), 4, '0') as sort_key,
        'base' as code, cast(step_no as varchar) as subject,
        cast(from_value as varchar) as asked, {{ no_text }} as found,
        {{ exact('slice_amount * rate') }} as amount, slice_amount as quantity, rate
    from slices_cut
),

by_account as (
    select
        {{ key }}, 'account' as section, account_key as sort_key, carry_scope as code,
        account_key as subject, {{ no_text }} as asked, {{ no_text }} as found,
        amount, paid_amount as quantity, cast(rate as decimal(18,8)) as rate
    from accounts
    where carry_scope in ('product', 'client', 'record')
),

recouped as (
    {% for code, order in [('advance', 1), ('recouped', 2), ('open', 3)] -%}
    select
        {{ key }}, 'recoup' as section, client_key || '|{{ order }}' as sort_key,
        '{{ code }}' as code, nullif(client_key, '') as subject,
        {{ no_text }} as asked, {{ no_text }} as found,
        {{ code }}_amount as amount, cast(null as {{ exact_type() }}) as quantity,
        cast(null as decimal(18,8)) as rate
    from {{ ref('int_revshare_recoups__taken') }}
    where advance_amount <> 0
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

together as (
    {% for section in [
        'deductions', 'clients', 'fenced', 'carried', 'slices', 'by_account', 'recouped',
    ] -%}
    select * from {{ section }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

final as (
    select
        {{- select_columns(fact_columns(), {
            'program_id': 'lines.program_id',
            'period_id': 'lines.period_id',
            'line_id': 'lines.line_id',
            'section': 'together.section',
            'position': 'row_number() over (
                partition by lines.line_id, together.section order by together.sort_key
            )',
            'code': 'together.code',
            'subject': 'together.subject',
            'asked': 'together.asked',
            'found': 'together.found',
            'verdict': "'none'",
            'amount': 'together.amount',
            'quantity': 'together.quantity',
            'rate': 'together.rate',
            'unit': 'lines.currency_code',
            'on_date': 'lines.event_on',
        }) }}
    from lines
    inner join together on {{ same_period_line('lines', 'together') }}
)

select * from final
