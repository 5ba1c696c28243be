{#- Over 120 lines: what is due, what there is, and what is taken from whom. -#}
{#-
    What a client gets back of an event, and from which lines it is taken: the direct partner's
    rounded line first, what it lacks from the level above, never below 0 (COMMISSIONS, Levels,
    Client rebate). A row per line that gives; `rebate_amount` is what the client gets in all, in
    the direct partner's currency.
-#}
with

lines as (
    {% for model in ['int_event_lines__drafted', 'int_override_lines__drafted'] -%}
    select
        program_id, line_id, pot_id, event_on, level, position, exact_amount,
        line_digits as digits,
        line_kind = 'override' as is_override,
        currency_code
    from {{ ref(model) }}
    where pot_id is not null and line_kind <> 'released'
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

guards as (
    select program_id, line_id, kept_amount from {{ ref('int_guards__judged') }}
),

directs as (
    select
        lines.program_id,
        lines.line_id,
        lines.pot_id,
        lines.line_digits as digits,
        lines.currency_code,
        terms.rebate_kind,
        terms.rebate_rate,
        case
            when terms.rebate_kind = 'share'
                then greatest(coalesce(guards.kept_amount, lines.exact_amount), 0)
            when lines.reason_code in ('rejected', 'refunded') then 0
            else lines.quantity * coalesce(lines.modifier, 1)
        end as due_of
    from {{ ref('int_event_lines__drafted') }} as lines
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on lines.program_id = terms.program_id
        and lines.lead_deal_id = terms.deal_id
        and lines.component_id = terms.component_id
        and lines.lead_terms_from = terms.valid_from
        and terms.rebate_kind is not null
    left join guards
        on lines.program_id = guards.program_id
        and lines.line_id = guards.line_id
    where lines.level = 0 and lines.line_kind = 'earned'
),

due as (
    select
        *,
        cast(
            {{ to_minor('due_of * rebate_rate', 'digits') }} * {{ minor_unit('digits') }}
            as {{ exact_type() }}
        ) as due_amount
    from directs
),

fx as (
    select * from {{ ref('int_fx_rates__daily') }}
),

rounded as (
    select
        lines.*,
        due.line_id as direct_line_id,
        due.due_amount,
        due.currency_code as direct_currency_code,
        due.digits as direct_digits,
        cast(
            {{ to_minor('coalesce(guards.kept_amount, lines.exact_amount)', 'lines.digits') }}
            * {{ minor_unit('lines.digits') }} as {{ exact_type() }}
        ) as rounded_amount
    from lines
    inner join due
        on lines.program_id = due.program_id
        and lines.pot_id = due.pot_id
    left join guards
        on lines.program_id = guards.program_id
        and lines.line_id = guards.line_id
),

-- What a line can give, in the direct partner's currency and smallest unit
giving as (
    select
        rounded.*,
        fx.fx_rate,
        case
            when rounded.currency_code = rounded.direct_currency_code
                then greatest(rounded.rounded_amount, 0)
            else cast(
                trunc(
                    greatest(rounded.rounded_amount, 0) * coalesce(fx.fx_rate, 0)
                    * {{ minor_factor('rounded.direct_digits') }}
                ) * {{ minor_unit('rounded.direct_digits') }} as {{ exact_type() }}
            )
        end as available_amount
    from rounded
    left join fx
        on rounded.program_id = fx.program_id
        and rounded.event_on = fx.event_on
        and rounded.currency_code = fx.source_currency_code
        and rounded.direct_currency_code = fx.currency_code
),

ordered as (
    select
        *,
        coalesce(sum(available_amount) over (
            partition by program_id, pot_id
            order by level, is_override, position, line_id
            rows between unbounded preceding and 1 preceding
        ), 0) as before_amount
    from giving
),

taken as (
    select
        *,
        cast(greatest(least(available_amount, due_amount - before_amount), 0)
            as {{ exact_type() }}) as lead_taken_amount
    from ordered
),

final as (
    select
        taken.program_id,
        taken.line_id,
        taken.pot_id,
        taken.direct_line_id,
        taken.due_amount,
        cast(sum(taken.lead_taken_amount) over (
            partition by taken.program_id, taken.pot_id
        ) as {{ exact_type() }}) as rebate_amount,
        taken.rounded_amount,
        cast(
            case
                when taken.currency_code = taken.direct_currency_code
                    then taken.lead_taken_amount
                else least(
                    taken.rounded_amount,
                    {{ to_minor('taken.lead_taken_amount * coalesce(back.fx_rate, 0)',
                        'taken.digits') }} * {{ minor_unit('taken.digits') }}
                )
            end as {{ exact_type() }}
        ) as taken_amount
    from taken
    left join fx as back
        on taken.program_id = back.program_id
        and taken.event_on = back.event_on
        and taken.direct_currency_code = back.source_currency_code
        and taken.currency_code = back.currency_code
)

select * from final
