{#-
    Deductions in the order of their list (COMMISSIONS, Net gaming revenue), by account, product
    and client. A percentage is judged on the total of account and product: where that is negative
    nobody has a part; else each client has the same percentage of its own signed quantity.
-#}
with recursive

quantities as (
    select * from {{ ref('int_revshare_quantities__summed') }}
),

terms as (
    select program_id, deal_id, component_id, period_id, distance, terms_from, base_kind
    from {{ ref('int_revshare_terms__by_period') }}
),

deductions as (
    select terms.*, deductions.position, deductions.deduction_code, deductions.kind,
        deductions.of_base, deductions.share
    from terms
    inner join {{ ref('stg_terms__deal_deductions') }} as deductions
        on {{ same_component('terms', 'deductions', 'terms_from') }}
),

keys as (
    select distinct
        program_id, deal_id, component_id, period_id, distance, account_key, client_id, product
    from quantities
),

starting as (
    select
        keys.*,
        coalesce(quantities.amount, 0) as amount
    from keys
    inner join terms
        on {{ same_period_line('keys', 'terms') }}
    left join quantities
        on {{ same_account('keys', 'quantities') }}
        and quantities.code = case terms.base_kind
            when 'ngr' then 'gross' when 'turnover' then 'stakes' else terms.base_kind
        end
),

taken as (
    select
        keys.*,
        deductions.position,
        deductions.deduction_code,
        deductions.kind,
        deductions.of_base,
        deductions.share,
        coalesce(quantities.amount, 0) as amount
    from keys
    inner join deductions
        on {{ same_period_line('keys', 'deductions') }}
    left join quantities
        on {{ same_account('keys', 'quantities') }}
        and quantities.code = case deductions.kind
            when 'amount' then deductions.deduction_code else deductions.of_base
        end
),

final as (
    select
        program_id, deal_id, component_id, period_id, distance, account_key, client_id, product,
        0 as position,
        cast(null as varchar) as deduction_code,
        cast(null as varchar) as of_base,
        cast(null as decimal(9,6)) as share,
        cast(amount as {{ exact_type() }}) as of_amount,
        cast(0 as {{ exact_type() }}) as deducted,
        cast(amount as {{ exact_type() }}) as remaining
    from starting
    union all
    select
        walked.program_id, walked.deal_id, walked.component_id,
        walked.period_id, walked.distance, walked.account_key, walked.client_id, walked.product,
        walked.position,
        walked.deduction_code, walked.of_base, walked.share, walked.of_amount,
        cast(walked.deducted as {{ exact_type() }}) as deducted,
        cast(walked.before - walked.deducted as {{ exact_type() }}) as remaining
    from (
        select
            measured.*,
            case
                when measured.kind = 'amount' then measured.of_amount
                when sum(measured.of_amount) over (
                    partition by
                        measured.program_id, measured.deal_id, measured.component_id,
                        measured.period_id, measured.distance, measured.account_key,
                        measured.product
                ) > 0
                    then round(measured.of_amount * measured.share, 12)
                else 0
            end as deducted
        from (
            select
                final.program_id, final.deal_id, final.component_id,
                final.period_id, final.distance, final.account_key, final.client_id,
                final.product,
                taken.position, taken.deduction_code, taken.of_base, taken.share, taken.kind,
                final.remaining as before,
                cast(
                    case when taken.of_base = 'remaining' then final.remaining else taken.amount end
                    as {{ exact_type() }}
                ) as of_amount
            from final
            inner join taken
                on {{ same_account('final', 'taken') }}
                and taken.position = final.position + 1
        ) as measured
    ) as walked
)

select * from final
