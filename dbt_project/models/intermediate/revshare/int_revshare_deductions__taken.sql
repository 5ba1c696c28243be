{#-
    Deductions that do not wait for what remains (COMMISSIONS, Net gaming revenue), and what a base
    begins with, by account, product and client. A percentage is judged on the total of account and
    product: where that is negative nobody has a part; else each client has the same percentage of
    its own signed quantity.
-#}
with

roles as (
    select terms_key, position, kind, code, share, segment
    from {{ ref('int_revshare_roles__listed') }}
    where kind <> 'remaining'
),

terms as (
    select
        line_key,
        {{ key_of(['program_id', 'deal_id', 'component_id', 'terms_from']) }} as terms_key
    from {{ ref('int_revshare_terms__by_period') }}
),

quantities as (
    select quantities.line_key, quantities.total_key, quantities.part_key, quantities.code,
        quantities.amount, terms.terms_key
    from {{ ref('int_revshare_quantities__summed') }} as quantities
    inner join terms on quantities.line_key = terms.line_key
),

played as (
    select
        quantities.*,
        roles.position,
        roles.segment,
        roles.kind,
        roles.share,
        case roles.kind when 'percentage' then quantities.total_key end as judged_key
    from quantities
    inner join roles
        on quantities.terms_key = roles.terms_key
        and quantities.code = roles.code
),

totals as (
    select judged_key, position, sum(amount) as amount
    from played
    where kind = 'percentage'
    group by judged_key, position
),

final as (
    select
        played.line_key,
        played.total_key,
        played.part_key,
        played.position,
        played.segment,
        played.amount as of_amount,
        cast(
            case
                when played.kind <> 'percentage' then played.amount
                when totals.amount > 0 then round(played.amount * played.share, 12)
                else 0
            end as {{ exact_type() }}
        ) as deducted
    from played
    left join totals
        on played.judged_key = totals.judged_key
        and played.position = totals.position
)

select * from final
