{#-
    Lines of events and overrides after guard and client rebate. A release is worth what its locked
    line is worth; a line that gives to its client is rounded first.
-#}
with

drafted as (
    {% for model in ['int_event_lines__drafted', 'int_override_lines__drafted'] -%}
    select
        {{ columns_but('lines', draft_columns(), {}) }}
    from {{ ref(model) }} as lines
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

worth as (
    select
        drafted.*,
        case
            when rebates.taken_amount > 0 then rebates.rounded_amount - rebates.taken_amount
            else coalesce(guards.kept_amount, drafted.exact_amount)
        end as settled_amount,
        coalesce(guards.trimmed_amount, 0) > 0 as is_trimmed
    from drafted
    left join {{ ref('int_guards__judged') }} as guards
        on drafted.program_id = guards.program_id
        and case drafted.line_kind
            when 'released' then drafted.origin_line_id else drafted.line_id
        end = guards.line_id
    left join {{ ref('int_rebates__taken') }} as rebates
        on drafted.program_id = rebates.program_id
        and case drafted.line_kind
            when 'released' then drafted.origin_line_id else drafted.line_id
        end = rebates.line_id
),

final as (
    select
        {{ columns_but('worth', draft_columns(), {
            'exact_amount': exact('worth.settled_amount'),
            'base_amount': "case worth.line_kind when 'released'
                then " ~ exact('worth.settled_amount') ~ " else worth.base_amount end",
            'reason_code': "case
                when worth.is_trimmed and worth.line_kind <> 'released'
                    and coalesce(worth.reason_code, '') <> 'gate_not_met' then 'guard'
                else worth.reason_code
            end",
        }) }}
    from worth
)

select * from final
