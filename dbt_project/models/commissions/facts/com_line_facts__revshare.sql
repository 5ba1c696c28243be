{#- Over 120 lines: eight sections of one explanation, one step each. -#}
with

lines as (
    select program_id, period_id, deal_id, component_id, line_id, formula_code, currency_code,
        event_on
    from {{ ref('com_lines__revshare') }}
    where line_kind = 'earned'
),

accounts as (
    select * from {{ ref('int_revshare_accounts__priced') }}
),

taken as (
    select * from {{ ref('int_revshare_deductions__taken') }}
),

terms as (
    select distinct
        program_id, deal_id, component_id, period_id, base_kind, terms_from, gate_metric,
        gate_minimum
    from {{ ref('int_revshare_terms__by_period') }}
),

metrics as (
    select * from {{ ref('int_period_metrics__counted') }}
),

steps as (
    select * from {{ ref('stg_terms__deal_steps') }}
),

last_positions as (
    select program_id, deal_id, component_id, period_id, max(position) as position
    from taken
    group by program_id, deal_id, component_id, period_id
),

deductions as (
    select
        taken.program_id, taken.deal_id, taken.component_id, taken.period_id,
        'deduction' as section,
        concat_ws(
            '|', taken.account_key, taken.product, lpad(cast(taken.position as varchar), 4, '0')
        ) as sort_key,
        coalesce(
            taken.deduction_code,
            case max(terms.base_kind)
                when 'ngr' then 'gross' when 'turnover' then 'stakes' else max(terms.base_kind)
            end
        ) as code,
        case when taken.account_key in ('', taken.product) then nullif(taken.product, '')
            else taken.account_key end as subject,
        taken.of_base as asked,
        cast(null as varchar) as found,
        sum(case taken.position when 0 then taken.remaining else taken.deducted end) as amount,
        sum(taken.of_amount) as quantity,
        cast(taken.share as decimal(18,8)) as rate
    from taken
    inner join terms on {{ same_period_line('taken', 'terms') }}
    group by
        taken.program_id, taken.deal_id, taken.component_id, taken.period_id, taken.account_key,
        taken.product, taken.position, taken.deduction_code, taken.of_base, taken.share
),

clients as (
    select
        taken.program_id, taken.deal_id, taken.component_id, taken.period_id,
        'client' as section, taken.client_id as sort_key, 'base' as code,
        taken.client_id as subject, cast(null as varchar) as asked, cast(null as varchar) as found,
        sum(taken.remaining) as amount, cast(null as {{ exact_type() }}) as quantity,
        cast(null as decimal(18,8)) as rate
    from taken
    inner join last_positions
        on {{ same_period_line('taken', 'last_positions') }}
        and taken.position = last_positions.position
    group by
        taken.program_id, taken.deal_id, taken.component_id, taken.period_id, taken.client_id
),

carried as (
    {% for code, order in [('opening', 1), ('closing', 2), ('written_off', 3)] -%}
    select
        program_id, deal_id, component_id, period_id,
        'carry' as section, account_key || '|{{ order }}' as sort_key, '{{ code }}' as code,
        nullif(account_key, '') as subject,
        cast(null as varchar) as asked, cast(null as varchar) as found,
        {{ code }}_amount as amount, cast(null as {{ exact_type() }}) as quantity,
        cast(null as decimal(18,8)) as rate
    from accounts
    where {{ code }}_amount <> 0
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

reached as (
    select distinct
        accounts.program_id, accounts.deal_id, accounts.component_id, accounts.period_id,
        'step' as section, lpad(cast(steps.step_no as varchar), 4, '0') as sort_key,
        accounts.tier_metric as code, cast(steps.step_no as varchar) as subject,
        case when steps.is_inclusive then 'from ' else 'above ' end
        || cast(steps.from_value as varchar) as asked,
        cast(cast(accounts.step_value as decimal(38,4)) as varchar) as found,
        cast(null as {{ exact_type() }}) as amount, cast(null as {{ exact_type() }}) as quantity,
        steps.rate
    from accounts
    inner join steps on {{ same_component('accounts', 'steps', 'terms_from') }}
    where accounts.tier_kind <> 'single'
),

sliced_amounts as (
    select
        program_id, deal_id, component_id, period_id, account_key, terms_from,
        case carry_level when 'base' then paid_amount else base_amount end as amount
    from accounts
    where tier_kind = 'marginal'
),

slices_cut as (
    {{ sliced('sliced_amounts', 'steps') }}
),

slices as (
    select
        program_id, deal_id, component_id, period_id,
        'slice' as section, lpad(cast(step_no as varchar), 4, '0') as sort_key,
        'base' as code, cast(step_no as varchar) as subject,
        cast(from_value as varchar) as asked, cast(null as varchar) as found,
        {{ exact('slice_amount * rate') }} as amount, slice_amount as quantity, rate
    from slices_cut
),

by_account as (
    select
        program_id, deal_id, component_id, period_id,
        'account' as section, account_key as sort_key, carry_scope as code,
        account_key as subject, cast(null as varchar) as asked, cast(null as varchar) as found,
        amount, paid_amount as quantity, cast(rate as decimal(18,8)) as rate
    from accounts
    where carry_scope in ('product', 'client', 'record')
),

recouped as (
    {% for code, order in [('advance', 1), ('recouped', 2), ('open', 3)] -%}
    select
        program_id, deal_id, component_id, period_id,
        'recoup' as section, client_key || '|{{ order }}' as sort_key, '{{ code }}' as code,
        nullif(client_key, '') as subject,
        cast(null as varchar) as asked, cast(null as varchar) as found,
        {{ code }}_amount as amount, cast(null as {{ exact_type() }}) as quantity,
        cast(null as decimal(18,8)) as rate
    from {{ ref('int_revshare_recoups__taken') }}
    where advance_amount <> 0
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

-- The gate that a positive amount waits at, whether it is met or not
gated as (
    select
        terms.program_id, terms.deal_id, terms.component_id, terms.period_id,
        'condition' as section, terms.gate_metric as sort_key, terms.gate_metric as code,
        cast(null as varchar) as subject,
        cast(cast(terms.gate_minimum as decimal(38,4)) as varchar) as asked,
        cast(cast(coalesce(metrics.value, 0) as decimal(38,4)) as varchar) as found,
        case when coalesce(metrics.value, 0) >= terms.gate_minimum then 1 else 0 end as amount,
        cast(null as {{ exact_type() }}) as quantity, cast(null as decimal(18,8)) as rate
    from terms
    left join metrics
        on {{ same_period_line('terms', 'metrics') }}
        and terms.gate_metric = metrics.metric
    where terms.gate_metric is not null
),

together as (
    select * from deductions
    union all
    select * from clients
    union all
    select * from carried
    union all
    select * from reached
    union all
    select * from slices
    union all
    select * from by_account
    union all
    select * from recouped
    union all
    select * from gated
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
            'verdict': "case
                when together.section <> 'condition' then 'none'
                when together.amount = 1 then 'met' else 'not_met'
            end",
            'amount': "case when together.section <> 'condition' then together.amount end",
            'quantity': 'together.quantity',
            'rate': 'together.rate',
            'unit': "case
                when together.section <> 'condition'
                    or together.code in ('deposits', 'net_revenue', 'net_sales', 'turnover')
                    then lines.currency_code
            end",
            'on_date': 'lines.event_on',
        }) }}
    from lines
    inner join together on {{ same_period_line('lines', 'together') }}
)

select * from final
