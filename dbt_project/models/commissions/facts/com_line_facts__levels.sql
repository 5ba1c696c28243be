{#- Over 120 lines: what each algebra, the guard and the rebate add to a line. -#}
{#-
    What explains a line beside its columns where a chain, the guard or a client's rebate comes in.
    Section `level`: `paid` (amount left of the direct partner's, quantity before the cap), `cut`
    (what cutting to units changed), `lower_amount` (the line below, in its own currency).
    `guard`: `trimmed`, `most` and `revenue` or `unknown_revenue`. `rebate`: `taken` from a line, or
    `missing` where a client's partners had less than it was due.
-#}
with

drafted as (
    select * from {{ ref('int_event_lines__drafted') }} where line_kind = 'earned'
),

levels as (
    select
        drafted.program_id,
        drafted.period_id,
        drafted.line_id,
        drafted.formula_code,
        drafted.currency_code,
        drafted.base_amount,
        drafted.rate,
        drafted.exact_amount,
        priced.paid_amount,
        priced.uncapped_amount,
        priced.rate_per,
        priced.lead_currency_code,
        drafted.level
    from drafted
    inner join {{ ref('int_event_levels__priced') }} as priced
        on drafted.program_id = priced.program_id
        and drafted.event_record_key = priced.pot_key
        and drafted.component_id = priced.component_id
        and drafted.part_no = priced.part_no
        and drafted.level = priced.level
    where drafted.formula_code in ('differential', 'by_level', 'split')
),

overrides as (
    select * from {{ ref('int_override_lines__drafted') }} where line_kind = 'override'
),

guards as (
    select lines.program_id, lines.period_id, lines.line_id, lines.level, lines.currency_code,
        lines.exact_amount, judged.kept_amount, judged.trimmed_amount, judged.most_amount,
        judged.revenue_amount
    from (
        select program_id, period_id, line_id, level, currency_code, exact_amount from drafted
        union all
        select program_id, period_id, line_id, level, currency_code, exact_amount from overrides
    ) as lines
    inner join {{ ref('int_guards__judged') }} as judged
        on lines.program_id = judged.program_id
        and lines.line_id = judged.line_id
),

rebates as (
    select lines.program_id, lines.period_id, lines.line_id, lines.currency_code,
        taken.taken_amount
    from (
        select program_id, period_id, line_id, currency_code from drafted
        union all
        select program_id, period_id, line_id, currency_code from overrides
    ) as lines
    inner join {{ ref('int_rebates__taken') }} as taken
        on lines.program_id = taken.program_id
        and lines.line_id = taken.line_id
    where taken.taken_amount > 0
),

periods as (
    select * from {{ ref('com_lines__periods') }} where line_kind = 'earned'
),

capped_pots as (
    select *
    from {{ ref('int_level_pots__filled') }}
    where family = 'period' and exact_amount <> uncapped_amount and uncapped_amount <> 0
),

-- What a cap left of the direct partner's line of the period, or of the lowest one's above it
capped_periods as (
    select above.program_id, above.period_id, above.line_id, pots.exact_amount as paid_amount,
        pots.uncapped_amount, pots.lead_currency_code
    from periods as above
    inner join periods as direct
        on above.program_id = direct.program_id
        and above.origin_line_id = direct.line_id
    inner join capped_pots as pots
        on direct.program_id = pots.program_id
        and direct.deal_id || '/' || direct.period_id = pots.pot_key
        and direct.component_id = pots.component_id
    where above.formula_code in ('differential', 'by_level')
    union all
    select above.program_id, above.period_id, above.line_id, pots.exact_amount,
        pots.uncapped_amount, pots.lead_currency_code
    from periods as above
    inner join capped_pots as pots
        on above.program_id = pots.program_id
        and above.component_id = pots.component_id
        and above.direct_partner_id = pots.direct_partner_id
        and above.event_on = pots.event_on
        and pots.lead_distance < 0
    where above.formula_code = 'differential' and above.origin_line_id is null
    qualify row_number() over (partition by above.line_id order by pots.pot_key) = 1
),

-- A fee of a part of the period is divided by the period's days
fees as (
    select above.program_id, above.period_id, above.line_id, pots.period_days
    from periods as above
    inner join periods as direct
        on above.program_id = direct.program_id
        and above.origin_line_id = direct.line_id
    inner join {{ ref('int_level_pots__filled') }} as pots
        on direct.program_id = pots.program_id
        and direct.deal_id || '/' || direct.period_id = pots.pot_key
        and direct.component_id = pots.component_id
        and pots.period_days is not null
    where above.formula_code in ('differential', 'by_level')
),

lacking as (
    select lines.program_id, lines.period_id, lines.line_id, lines.currency_code,
        max(taken.due_amount - taken.rebate_amount) as missing_amount
    from {{ ref('com_lines__rebate') }} as lines
    inner join {{ ref('int_rebates__taken') }} as taken
        on lines.program_id = taken.program_id
        and lines.origin_line_id = taken.direct_line_id
    where lines.formula_code = 'rebate_lacking'
    group by lines.program_id, lines.period_id, lines.line_id, lines.currency_code
),

found as (
    select
        program_id, period_id, line_id, 'level' as section, 1 as position, 'paid' as code,
        paid_amount as amount, uncapped_amount as quantity, lead_currency_code as unit
    from levels
    where formula_code <> 'split' and level > 0
        and paid_amount <> uncapped_amount and uncapped_amount <> 0
    union all
    select
        overrides.program_id, overrides.period_id, overrides.line_id, 'level', 1, 'paid',
        revenue.paid_amount, revenue.uncapped_amount, overrides.currency_code
    from overrides
    inner join {{ ref('int_overrides__revenue') }} as revenue
        on overrides.program_id = revenue.program_id
        and overrides.event_record_key = revenue.record_key
        and overrides.deal_id = revenue.deal_id
        and overrides.component_id = revenue.component_id
    where overrides.formula_code = 'following'
    union all
    select
        program_id, period_id, line_id, 'level', 2, 'cut',
        {{ exact('exact_amount - ' ~ exact('base_amount * rate')) }}, null, currency_code
    from levels
    where formula_code = 'split'
    union all
    select
        program_id, period_id, line_id, 'level', 2, 'cut',
        {{ exact('exact_amount - ' ~ exact('base_amount * rate')) }}, null, currency_code
    from periods
    where formula_code = 'split'
    union all
    select
        overrides.program_id, overrides.period_id, overrides.line_id, 'level', 3, 'lower_amount',
        walk.origin_amount, null, walk.origin_currency_code
    from overrides
    inner join {{ ref('int_overrides__commission') }} as walk
        on overrides.program_id = walk.program_id
        and overrides.line_id = walk.line_id
    union all
    select
        program_id, period_id, line_id, 'operand', 8, 'per', null,
        cast(rate_per as {{ exact_type() }}), null
    from levels
    where formula_code <> 'split' and level > 0 and rate_per <> 1
    union all
    select
        program_id, period_id, line_id, 'operand', 8, 'per', null,
        cast(period_days as {{ exact_type() }}), null
    from fees
    union all
    select
        program_id, period_id, line_id, 'guard', 1, 'trimmed',
        {{ exact('exact_amount - kept_amount') }}, null, currency_code
    from guards
    where trimmed_amount > 0
    union all
    select
        program_id, period_id, line_id, 'guard', 2, 'most', most_amount, null, currency_code
    from guards
    where level = 0 and revenue_amount is not null
    union all
    select
        program_id, period_id, line_id, 'guard', 3,
        case when revenue_amount is null then 'unknown_revenue' else 'revenue' end,
        revenue_amount, null, currency_code
    from guards
    where level = 0
    union all
    select
        program_id, period_id, line_id, 'rebate', 1, 'taken', taken_amount, null, currency_code
    from rebates
    union all
    select
        program_id, period_id, line_id, 'rebate', 2, 'missing', missing_amount, null,
        currency_code
    from lacking
    union all
    select
        program_id, period_id, line_id, 'level', 1, 'paid', paid_amount, uncapped_amount,
        lead_currency_code
    from capped_periods
),

final as (
    select
        {{- select_columns(fact_columns(), {
            'program_id': 'program_id', 'period_id': 'period_id', 'line_id': 'line_id',
            'section': 'section', 'position': 'position', 'code': 'code', 'verdict': "'none'",
            'amount': 'amount', 'quantity': 'quantity', 'unit': 'unit',
        }) }}
    from found
)

select * from final
