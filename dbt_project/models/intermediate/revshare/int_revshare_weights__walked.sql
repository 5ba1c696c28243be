{#-
    How much of a named sum stays in the base where clients are worked out together: 1 for what
    begins it, less each deduction, less the percentages of what remains that follow. A client's
    own part is its own sums by these weights, which is exact (int_revshare_grains__decided).
-#}
with recursive

walked as (
    select walked.line_key, walked.total_key, walked.segment, walked.of_amount, walked.position
    from {{ ref('int_revshare_remainders__walked') }} as walked
),

terms as (
    select line_key, program_id, deal_id, component_id, terms_from
    from {{ ref('int_revshare_terms__by_period') }}
),

roles as (
    select * from {{ ref('int_revshare_roles__listed') }}
),

together as (
    select distinct
        quantities.line_key, quantities.total_key, quantities.code, terms.program_id,
        terms.deal_id, terms.component_id, terms.terms_from
    from {{ ref('int_revshare_quantities__summed') }} as quantities
    inner join terms on quantities.line_key = terms.line_key
    inner join {{ ref('int_revshare_grains__decided') }} as grains
        on terms.program_id = grains.program_id
        and terms.deal_id = grains.deal_id
        and terms.component_id = grains.component_id
        and not grains.is_by_client
),

left_over as (
    select
        walked.total_key,
        walked.segment,
        cast(case when walked.of_amount > 0 then 1 - roles.share else 1 end as decimal(18,8))
            as factor
    from walked
    inner join terms on walked.line_key = terms.line_key
    inner join roles
        on {{ same_terms('terms', 'roles') }}
        and roles.kind = 'remaining'
        and walked.position = roles.position
    where walked.segment > 0
),

-- From the last percentage of what remains to the first
stays as (
    select total_key, max(segment) as segment, cast(1 as decimal(18,8)) as factor
    from walked
    group by total_key
    union all
    select
        stays.total_key, stays.segment - 1 as segment,
        cast(stays.factor * left_over.factor as decimal(18,8)) as factor
    from stays
    inner join left_over
        on stays.total_key = left_over.total_key
        and stays.segment = left_over.segment
),

judged as (
    select total_key, position, sum(deducted) <> 0 as is_taken
    from {{ ref('int_revshare_deductions__taken') }}
    group by total_key, position
),

final as (
    select
        together.total_key,
        together.code,
        cast(coalesce(sum(
            case roles.kind
                when 'base' then 1
                when 'amount' then -1
                when 'percentage' then case when judged.is_taken then -roles.share else 0 end
            end * stays.factor
        ), 0) as decimal(18,8)) as weight
    from together
    left join roles
        on {{ same_terms('together', 'roles') }}
        and together.code = roles.code
        and roles.kind <> 'remaining'
    left join judged
        on together.total_key = judged.total_key
        and roles.position = judged.position
    left join stays
        on together.total_key = stays.total_key
        and roles.segment = stays.segment
    group by together.total_key, together.code
)

select * from final
