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

-- The direct partner's plan speaks for its whole chain: in the version of its component, or, where
-- only those above earn, in that of the day
speaking as (
    select
        lines.program_id, lines.event_record_key, lines.event_on, 1 as turn,
        terms.currency_code, terms.guard_share
    from {{ ref('int_event_lines__drafted') }} as lines
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_lead('lines', 'terms', 'valid_from') }}
    where lines.line_kind = 'earned'
    union
    select
        overrides.program_id, overrides.event_record_key, overrides.event_on, 2 as turn,
        versions.currency_code, versions.guard_share
    from {{ ref('int_override_lines__drafted') }} as overrides
    inner join {{ ref('int_deals__by_brand') }} as deals
        on overrides.program_id = deals.program_id
        and overrides.direct_partner_id = deals.partner_id
        and overrides.brand_key = deals.brand_key
        and overrides.event_on between deals.valid_from and deals.valid_to
    inner join {{ ref('stg_terms__deal_versions') }} as versions
        on deals.program_id = versions.program_id
        and deals.deal_id = versions.deal_id
        and overrides.event_on between versions.valid_from and versions.valid_to
    where overrides.family = 'event'
        and overrides.line_kind = 'override'
        and overrides.origin_line_id is null
),

guarded as (
    select
        program_id, event_record_key, event_on,
        min(currency_code) as lead_currency_code,
        min(guard_share) as guard_share
    from (
        select
            *,
            min(turn) over (partition by program_id, event_record_key, event_on) as first_turn
        from speaking
    ) as spoken
    where turn = first_turn and guard_share is not null
    group by program_id, event_record_key, event_on
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

exchanged as (
    select guarded.*, {{ exact('revenues.amount * fx.fx_rate') }} as revenue_amount
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

limited as (
    select
        *,
        case when revenue_amount is not null
            then {{ exact('greatest(revenue_amount, 0) * guard_share') }}
        end as most_amount
    from exchanged
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
        trimmed.program_id,
        trimmed.line_id,
        trimmed.event_record_key,
        trimmed.guard_share,
        trimmed.revenue_amount,
        trimmed.most_amount,
        trimmed.total_amount,
        coalesce(trimmed.trimmed_amount, 0) as trimmed_amount,
        cast(
            case
                when coalesce(trimmed.trimmed_amount, 0) = 0 then trimmed.exact_amount
                when trimmed.currency_code = trimmed.lead_currency_code
                    then trimmed.exact_amount - trimmed.trimmed_amount
                else (trimmed.lead_amount - trimmed.trimmed_amount) * coalesce(back.fx_rate, 0)
            end as {{ exact_type() }}
        ) as kept_amount
    from trimmed
    left join fx as back
        on trimmed.program_id = back.program_id
        and trimmed.event_on = back.event_on
        and trimmed.lead_currency_code = back.source_currency_code
        and trimmed.currency_code = back.currency_code
)

select * from final
