{#- Over 120 lines: revenue, sum and trimming of the same event. -#}
{#-
    The guard on data (COMMISSIONS, Levels; RULINGS, Levels): all lines of one trade or sale,
    overrides included, against the declared part of its revenue. What is over is trimmed from the
    top: the highest level first, within a level the component listed last. A revenue that nobody
    delivered is not checked. A row per line of a guarded event; `revenue_amount` is null then.
-#}
with

lines as (
    {% for model in ['int_event_lines__drafted', 'int_override_lines__drafted'] -%}
    select
        program_id, line_id, event_record_key, event_on, level, position, exact_amount,
        currency_code
    from {{ ref(model) }}
    where family = 'event' and line_kind <> 'released' and base_component_type <> 'cpa'
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

-- The direct partner's plan speaks for its whole chain
guarded as (
    select
        lines.program_id,
        lines.event_record_key,
        lines.event_on,
        min(lines.lead_currency_code) as lead_currency_code,
        min(versions.guard_share) as guard_share
    from {{ ref('int_event_lines__drafted') }} as lines
    inner join {{ ref('stg_terms__deal_versions') }} as versions
        on lines.program_id = versions.program_id
        and lines.lead_deal_id = versions.deal_id
        and lines.event_on between versions.valid_from and versions.valid_to
        and versions.guard_share is not null
    where lines.line_kind = 'earned'
    group by lines.program_id, lines.event_record_key, lines.event_on
),

revenues as (
    select
        program_id, record_key,
        case when coalesce(spread_revenue_amount, commission_amount) is not null
            then coalesce(spread_revenue_amount, 0) + coalesce(commission_amount, 0)
        end as amount,
        currency_code
    from {{ ref('int_trades__attributed') }}
    union all
    select program_id, record_key, net_amount as amount, currency_code
    from {{ ref('int_sales__net') }}
),

fx as (
    select * from {{ ref('int_fx_rates__daily') }}
),

limited as (
    select
        guarded.*,
        {{ exact('revenues.amount * fx.fx_rate') }} as revenue_amount,
        case when revenues.amount is not null
            then {{ exact('greatest(revenues.amount, 0) * fx.fx_rate * guarded.guard_share') }}
        end as most_amount
    from guarded
    inner join revenues
        on guarded.program_id = revenues.program_id
        and guarded.event_record_key = revenues.record_key
    left join fx
        on guarded.program_id = fx.program_id
        and guarded.event_on = fx.event_on
        and revenues.currency_code = fx.source_currency_code
        and guarded.lead_currency_code = fx.currency_code
),

valued as (
    select
        lines.*,
        limited.guard_share,
        limited.revenue_amount,
        limited.most_amount,
        limited.lead_currency_code,
        cast(
            case
                when lines.currency_code = limited.lead_currency_code then lines.exact_amount
                else lines.exact_amount * coalesce(fx.fx_rate, 0)
            end as {{ exact_type() }}
        ) as lead_amount
    from lines
    inner join limited
        on lines.program_id = limited.program_id
        and lines.event_record_key = limited.event_record_key
    left join fx
        on lines.program_id = fx.program_id
        and lines.event_on = fx.event_on
        and lines.currency_code = fx.source_currency_code
        and limited.lead_currency_code = fx.currency_code
),

summed as (
    select
        *,
        sum(lead_amount) over (partition by program_id, event_record_key) as total_amount,
        coalesce(sum(greatest(lead_amount, 0)) over (
            partition by program_id, event_record_key
            order by level desc, position desc, line_id desc
            rows between unbounded preceding and 1 preceding
        ), 0) as above_amount
    from valued
),

trimmed as (
    select
        *,
        cast(
            case when most_amount is null then 0
                else greatest(
                    least(greatest(lead_amount, 0), total_amount - most_amount - above_amount), 0
                )
            end as {{ exact_type() }}
        ) as trimmed_amount
    from summed
),

final as (
    select
        program_id,
        line_id,
        event_record_key,
        guard_share,
        revenue_amount,
        most_amount,
        total_amount,
        coalesce(trimmed_amount, 0) as trimmed_amount,
        cast(
            case
                when coalesce(trimmed_amount, 0) = 0 then exact_amount
                when currency_code = lead_currency_code then exact_amount - trimmed_amount
                else {{ times_ratio_12(
                    'exact_amount', 'lead_amount - trimmed_amount', 'lead_amount', 10
                ) }}
            end as {{ exact_type() }}
        ) as kept_amount
    from trimmed
)

select * from final
