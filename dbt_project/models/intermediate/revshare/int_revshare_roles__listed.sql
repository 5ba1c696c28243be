{#-
    What each named sum does to the base of a share: it begins it, is deducted, or is what a
    percentage is taken of. `segment` counts the percentages of what remains that come before: only
    they wait for what is left so far.
-#}
with

terms as (
    select distinct program_id, deal_id, component_id, terms_from, base_kind
    from {{ ref('int_revshare_terms__by_period') }}
),

listed as (
    select
        terms.program_id, terms.deal_id, terms.component_id, terms.terms_from,
        deductions.position, deductions.kind, deductions.deduction_code, deductions.of_base,
        deductions.share,
        sum(case deductions.of_base when 'remaining' then 1 else 0 end) over (
            partition by
                terms.program_id, terms.deal_id, terms.component_id, terms.terms_from
            order by deductions.position
            rows between unbounded preceding and current row
        ) as segment
    from terms
    inner join {{ ref('stg_terms__deal_deductions') }} as deductions
        on {{ same_component('terms', 'deductions', 'terms_from') }}
),

together as (
    select
        program_id, deal_id, component_id, terms_from, 0 as position, 'base' as kind,
        {{ base_code('base_kind') }} as code, cast(null as varchar) as deduction_code,
        cast(null as varchar) as of_base, cast(null as decimal(9,6)) as share, 0 as segment
    from terms
    union all
    select
        program_id, deal_id, component_id, terms_from, position,
        case when of_base = 'remaining' then 'remaining' else kind end as kind,
        case kind when 'amount' then deduction_code else of_base end as code,
        deduction_code, of_base, share, cast(segment as integer) as segment
    from listed
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        terms_from,
        {{ key_of(['program_id', 'deal_id', 'component_id', 'terms_from']) }} as terms_key,
        position,
        kind,
        code,
        deduction_code,
        of_base,
        share,
        segment
    from together
)

select * from final
