{#-
    The period's own base of every carryover account, less what a fence keeps apart, also in
    periods without facts, so that what is carried shows in each (COMMISSIONS, Carryover).
-#}
with

terms as (
    select * from {{ ref('int_revshare_terms__by_period') }}
),

fenced as (
    select
        {{ period_line_key() }} as line_key, account_key,
        sum(fenced_amount - used_amount) as amount
    from {{ ref('int_revshare_clients__fenced') }}
    group by line_key, account_key
),

summed as (
    select line_key, account_key, sum(base_amount) as amount
    from {{ ref('int_revshare_clients__based') }}
    group by line_key, account_key
),

bases as (
    select
        summed.*,
        cast(summed.amount + coalesce(fenced.amount, 0) as {{ exact_type() }}) as base_amount
    from summed
    left join fenced
        on summed.line_key = fenced.line_key
        and summed.account_key = fenced.account_key
),

-- An account begins in its first period with facts; a record's account lives in its own alone
begun as (
    select
        terms.carry_no,
        bases.account_key,
        min(terms.period_no) as first_no,
        max(case when terms.carry_scope = 'record' then terms.period_no end) as last_no
    from bases
    inner join terms on bases.line_key = terms.line_key
    group by terms.carry_no, bases.account_key
),

final as (
    select
        terms.program_id,
        terms.deal_id,
        terms.component_id,
        terms.period_id,
        terms.distance,
        terms.period_no,
        terms.carry_key,
        terms.carry_no,
        terms.line_key,
        begun.account_key,
        terms.terms_from,
        terms.carry_policy,
        terms.carry_level,
        terms.carry_scope,
        terms.carry_cap,
        terms.carry_expires_after,
        terms.tier_kind,
        terms.tier_metric,
        terms.tier_look_back,
        terms.tier_on,
        cast(coalesce(bases.base_amount, 0) as {{ exact_type() }}) as base_amount,
        row_number() over (
            partition by terms.carry_no, begun.account_key
            order by terms.period_no, terms.valid_from, terms.deal_id
        ) as turn_no
    from terms
    inner join begun
        on terms.carry_no = begun.carry_no
        and terms.period_no >= begun.first_no
        and terms.period_no <= coalesce(begun.last_no, terms.period_no)
    left join bases
        on terms.line_key = bases.line_key
        and begun.account_key = bases.account_key
)

select * from final
