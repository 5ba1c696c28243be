{#-
    What is left of each part of a base, segment by segment: a percentage of what remains is taken
    of what all before it left, once for each such percentage of the list. Segment 0 is before the
    first of them; the last one is the base after all deductions.
-#}
with recursive

roles as (
    select terms_key, position, segment, share
    from {{ ref('int_revshare_roles__listed') }}
    where kind = 'remaining'
),

terms as (
    select
        line_key,
        {{ key_of(['program_id', 'deal_id', 'component_id', 'terms_from']) }} as terms_key
    from {{ ref('int_revshare_terms__by_period') }}
),

-- A part is one as soon as something is known of it, also of what only a later percentage reads
parts as (
    select
        quantities.part_key,
        max(quantities.total_key) as total_key,
        max(quantities.line_key) as line_key
    from {{ ref('int_revshare_quantities__summed') }} as quantities
    group by quantities.part_key
),

added as (
    select
        part_key,
        segment,
        sum(case position when 0 then deducted else -deducted end) as amount
    from {{ ref('int_revshare_deductions__taken') }}
    group by part_key, segment
),

walk as (
    select
        parts.part_key,
        parts.total_key,
        parts.line_key,
        terms.terms_key,
        0 as segment,
        0 as position,
        cast(0 as {{ exact_type() }}) as of_amount,
        cast(0 as {{ exact_type() }}) as deducted,
        cast(coalesce(added.amount, 0) as {{ exact_type() }}) as remaining
    from parts
    inner join terms on parts.line_key = terms.line_key
    left join added
        on parts.part_key = added.part_key
        and added.segment = 0
    union all
    select
        walked.part_key,
        walked.total_key,
        walked.line_key,
        walked.terms_key,
        walked.segment,
        walked.position,
        walked.of_amount,
        walked.deducted,
        cast(walked.of_amount - walked.deducted + walked.added_amount as {{ exact_type() }})
    from (
        select
            measured.*,
            cast(
                case
                    when sum(measured.of_amount) over (partition by measured.total_key) > 0
                        then round(measured.of_amount * measured.share, 12)
                    else 0
                end as {{ exact_type() }}
            ) as deducted
        from (
            select
                walk.part_key,
                walk.total_key,
                walk.line_key,
                walk.terms_key,
                roles.segment,
                roles.position,
                roles.share,
                walk.remaining as of_amount,
                coalesce(added.amount, 0) as added_amount
            from walk
            inner join roles
                on walk.terms_key = roles.terms_key
                and walk.segment + 1 = roles.segment
            left join added
                on walk.part_key = added.part_key
                and roles.segment = added.segment
        ) as measured
    ) as walked
),

final as (
    select
        line_key,
        total_key,
        part_key,
        segment,
        position,
        of_amount,
        deducted,
        remaining
    from walk
)

select * from final
