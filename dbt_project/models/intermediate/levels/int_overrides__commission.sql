{#- Over 120 lines: direct and compounding overrides share one walk up the chain. -#}
{#-
    Overrides on commission before guard and rounding (COMMISSIONS, Levels). `of: direct` reads the
    direct partner's line; `of: below` all lines that the partner just below has from the same
    direct line, its own overrides included, so it walks up the chain. What is locked or refused
    below is so above; what its own gate locks too is released in the later of the two periods.
-#}
with recursive

members as (
    select * from {{ ref('int_override_members__placed') }} where override_base = 'commission'
),

chosen as (
    select program_id, deal_id, component_id, valid_from, filter_value as component_type
    from {{ ref('stg_terms__deal_filters') }}
    where filter_kind = 'component_type'
),

-- Which components speak about which types of component; without a list about all
speaking as (
    select members.*, chosen.component_type as base_component_type
    from members
    left join chosen on {{ same_component('members', 'chosen', 'terms_from') }}
),

watched as (
    select distinct program_id, direct_partner_id, brand_key from members
),

lines as (
    select lines.*
    from {{ ref('int_commission_lines__gathered') }} as lines
    inner join watched
        on lines.program_id = watched.program_id
        and lines.direct_partner_id = watched.direct_partner_id
        and lines.brand_key = watched.brand_key
    where coalesce(lines.reason_code, '') not in ('no_difference', 'not_qualified')
),

gates as (
    select * from {{ ref('int_gate_days__judged') }}
),

walk as (
    select
        program_id,
        direct_partner_id,
        brand_key,
        cast(level as integer) as level,
        partner_id,
        line_id,
        line_id as base_line_id,
        component_type as base_component_type,
        event_on,
        coalesce(event_record_key, '') as record_key,
        exact_amount,
        currency_code,
        reason_code,
        released_on,
        cast(null as varchar) as deal_id,
        cast(null as varchar) as component_id,
        cast(null as date) as terms_from,
        cast(null as varchar) as origin_line_id,
        cast(null as varchar) as origin_partner_id,
        cast(null as {{ exact_type() }}) as origin_amount,
        cast(null as varchar) as origin_currency_code,
        cast(null as {{ exact_type() }}) as base_amount,
        cast(null as decimal(28,12)) as fx_rate,
        cast(null as date) as fx_on,
        cast(null as varchar) as fx_source,
        cast(null as decimal(18,8)) as rate
    from lines
    union all
    select
        taken.program_id,
        taken.direct_partner_id,
        taken.brand_key,
        taken.distance as level,
        taken.partner_id,
        {{ md5_of([
            "'line'", 'taken.program_id', 'taken.partner_id', 'taken.deal_id',
            'taken.component_id', 'taken.record_key', 'taken.distance', "'override'",
            'taken.origin_line_id',
        ]) }} as line_id,
        taken.base_line_id,
        taken.line_component_type as base_component_type,
        taken.event_on,
        taken.record_key,
        cast(taken.base_amount * taken.rate as {{ exact_type() }}) as exact_amount,
        taken.currency_code,
        case
            when taken.is_locked_below or (taken.is_locked_here and taken.base_amount > 0)
                then 'gate_not_met'
            when taken.reason_code in ('rejected', 'refunded') then taken.reason_code
        end as reason_code,
        case
            when taken.is_locked_below and taken.is_locked_here
                then case
                    when taken.released_below is not null and taken.released_here is not null
                        then greatest(taken.released_below, taken.released_here)
                end
            when taken.is_locked_below then taken.released_below
            when taken.is_locked_here then taken.released_here
        end as released_on,
        taken.deal_id,
        taken.component_id,
        taken.terms_from,
        taken.origin_line_id,
        taken.origin_partner_id,
        taken.origin_amount,
        taken.origin_currency_code,
        taken.base_amount,
        taken.fx_rate,
        taken.fx_on,
        taken.fx_source,
        taken.rate
    from (
        select
            speaking.*,
            walk.base_line_id,
            walk.base_component_type as line_component_type,
            walk.event_on,
            walk.record_key,
            walk.reason_code,
            walk.line_id as origin_line_id,
            walk.partner_id as origin_partner_id,
            walk.exact_amount as origin_amount,
            walk.currency_code as origin_currency_code,
            cast(
                walk.exact_amount * case
                    when walk.currency_code = speaking.currency_code then 1
                    else coalesce(fx.fx_rate, 0)
                end as {{ exact_type() }}
            ) as base_amount,
            fx.fx_rate,
            fx.fx_on,
            fx.fx_source,
            coalesce(walk.reason_code = 'gate_not_met', false) as is_locked_below,
            walk.released_on as released_below,
            not coalesce(gates.is_open, true) as is_locked_here,
            gates.released_on as released_here
        from walk
        inner join speaking
            on walk.program_id = speaking.program_id
            and walk.direct_partner_id = speaking.direct_partner_id
            and walk.brand_key = speaking.brand_key
            and walk.event_on between speaking.valid_from and speaking.valid_to
            and (
                speaking.base_component_type is null
                or walk.base_component_type = speaking.base_component_type
            )
            and (
                (speaking.override_of = 'below' and speaking.distance = walk.level + 1)
                or (
                    speaking.override_of = 'direct'
                    and walk.level = 0
                    and walk.origin_line_id is null
                )
            )
        left join {{ ref('int_fx_rates__daily') }} as fx
            on walk.program_id = fx.program_id
            and walk.event_on = fx.event_on
            and walk.currency_code = fx.source_currency_code
            and speaking.currency_code = fx.currency_code
            and walk.currency_code <> speaking.currency_code
        left join gates
            on {{ same_terms('speaking', 'gates') }}
            and walk.event_on = gates.day
    ) as taken
),

final as (
    select * from walk where origin_line_id is not null
)

select * from final
