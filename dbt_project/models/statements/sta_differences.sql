with
differing as (
    select * from {{ ref('sta_line_differences') }}
),

causes as (
    select * from {{ ref('sta_difference_causes') }}
),

deal_versions as (
    select * from {{ ref('stg_terms__deal_versions') }}
),

-- Without a changed fact, rule, review or rate it is who earns it, or on which deal, that moved;
-- a fact that only now found its client (its line arrived later than the close) is late.
reasoned as (
    select
        differing.*,
        coalesce(
            causes.reason_code,
            case when differing.recorded_at > differing.seen_at then 'late_event' end,
            'attribution_changed'
        ) as reason_code,
        causes.cause_record_key,
        coalesce(causes.cause_on, cast({{ as_of() }} as date)) as cause_on,
        coalesce(causes.changed_at, differing.recorded_at, differing.seen_at) as changed_at,
    from differing
    left join causes
        on
            differing.program_id = causes.program_id
            and differing.calendar_id = causes.calendar_id
            and differing.origin_period_id = causes.origin_period_id
            and differing.line_id = causes.line_id
),

-- clawback_days: an older negative difference is the operator's (COMMISSIONS; RULINGS).
final as (
    select
        reasoned.program_id,
        reasoned.calendar_id,
        reasoned.line_id,
        reasoned.origin_period_id,
        reasoned.partner_id,
        reasoned.deal_id,
        reasoned.component_id,
        reasoned.component_type,
        cast(reasoned.level as smallint) as level,
        reasoned.currency_code,
        reasoned.exact_amount,
        reasoned.amount_minor,
        reasoned.booked_minor,
        cast(reasoned.reason_code as varchar) as reason_code,
        reasoned.cause_record_key,
        reasoned.cause_on,
        coalesce(
            reasoned.amount_minor < 0
            and {{ days_between('reasoned.event_on', 'reasoned.cause_on') }}
            > deal_versions.clawback_days,
            false
        ) as is_waived,
        reasoned.payable_from,
        reasoned.event_on,
        reasoned.client_id,
        reasoned.event_record_key,
        reasoned.plan_id,
        reasoned.plan_version_no,
        reasoned.line_digest,
        reasoned.is_present,
        reasoned.is_booked,
        reasoned.changed_at,
    from reasoned
    left join deal_versions
        on
            reasoned.program_id = deal_versions.program_id
            and reasoned.deal_id = deal_versions.deal_id
            and reasoned.event_on between deal_versions.valid_from and deal_versions.valid_to
)

select * from final
