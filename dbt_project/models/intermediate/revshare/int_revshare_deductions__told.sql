{#-
    Each deduction of a list as a number of its own, by account and product of a line, also where
    it is 0; position 0 is what the base begins with.
-#}
with

totals as (
    select total_key, line_key, account_key, product
    from {{ ref('int_revshare_quantities__summed') }}
    group by all
),

terms as (
    select
        line_key, program_id, deal_id, component_id, period_id, distance, terms_from, base_kind
    from {{ ref('int_revshare_terms__by_period') }}
),

roles as (
    select * from {{ ref('int_revshare_roles__listed') }}
),

taken as (
    select total_key, position, of_amount, deducted
    from {{ ref('int_revshare_deductions__taken') }}
    union all
    select total_key, position, of_amount, deducted
    from {{ ref('int_revshare_remainders__walked') }}
    where position > 0
),

summed as (
    select total_key, position, sum(of_amount) as of_amount, sum(deducted) as deducted
    from taken
    group by total_key, position
),

final as (
    select
        terms.program_id,
        terms.deal_id,
        terms.component_id,
        terms.period_id,
        terms.distance,
        totals.account_key,
        totals.product,
        roles.position,
        coalesce(roles.deduction_code, {{ base_code('terms.base_kind') }}) as code,
        roles.of_base,
        roles.share,
        cast(coalesce(summed.of_amount, 0) as {{ exact_type() }}) as of_amount,
        cast(coalesce(summed.deducted, 0) as {{ exact_type() }}) as amount
    from totals
    inner join terms on totals.line_key = terms.line_key
    inner join roles on {{ same_terms('terms', 'roles') }}
    left join summed
        on totals.total_key = summed.total_key
        and roles.position = summed.position
)

select * from final
