{#-
    Each client's part of an account's base in a period, after all deductions; the parts of clients
    that were worked out together are one, without a client.
-#}
with

parts as (
    select part_key, account_key, client_id, product, line_key
    from {{ ref('int_revshare_quantities__summed') }}
    group by all
),

walked as (
    select part_key, max_by(remaining, segment) as remaining
    from {{ ref('int_revshare_remainders__walked') }}
    group by part_key
),

terms as (
    select
        line_key, program_id, deal_id, component_id, period_id, distance, carry_key, carry_no,
        fence_threshold, fence_product
    from {{ ref('int_revshare_terms__by_period') }}
),

final as (
    select
        terms.program_id,
        terms.deal_id,
        terms.component_id,
        terms.period_id,
        terms.distance,
        terms.carry_key,
        terms.carry_no,
        parts.line_key,
        parts.account_key,
        parts.client_id,
        cast(sum(walked.remaining) as {{ exact_type() }}) as base_amount,
        -- what a fence looks at: one product, or all
        cast(sum(
            case
                when terms.fence_threshold is null then 0
                when terms.fence_product is null or terms.fence_product = parts.product
                    then walked.remaining
                else 0
            end
        ) as {{ exact_type() }}) as fence_base_amount
    from parts
    inner join walked on parts.part_key = walked.part_key
    inner join terms on parts.line_key = terms.line_key
    group by
        terms.program_id, terms.deal_id, terms.component_id, terms.period_id, terms.distance,
        terms.carry_key, terms.carry_no, parts.line_key, parts.account_key, parts.client_id
)

select * from final
