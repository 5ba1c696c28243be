{#- Over 120 lines: each part of a difference is a step. -#}
with
differing as (
    select * from {{ ref('sta_line_differences') }}
),

nearest as (
    select * from {{ ref('sta_difference_causes') }}
),

-- One of each reason for the parts, the nearest of all for what is whole
causes as (
    select
        program_id, calendar_id, origin_period_id, line_id, reason_code as part_reason,
        reason_code, cause_record_key, cause_on, changed_at,
    from nearest
    union all
    select
        program_id, calendar_id, origin_period_id, line_id, '' as part_reason,
        reason_code, cause_record_key, cause_on, changed_at,
    from nearest
    where is_nearest
),

deal_versions as (
    select * from {{ ref('stg_terms__deal_versions') }}
),

parts as (
    select * from {{ source('raw', 'difference_parts') }}
),

-- A difference as a whole, or what each of its causes moved, in the order of the list of reasons
-- (RULINGS: each books its own part). Without a changed fact, rule, review or rate it is who earns
-- it, or on which deal, that moved; a fact that only now found its client (its line arrived later
-- than the close) is late.
reasoned as (
    select
        differing.*,
        coalesce(parts.part_no, 1) as part_no,
        coalesce(parts.exact_amount, differing.exact_amount) as part_exact,
        coalesce(parts.amount_minor, differing.amount_minor) as part_minor,
        coalesce(
            parts.reason_code,
            causes.reason_code,
            case when differing.recorded_at > differing.seen_at then 'late_event' end,
            'attribution_changed'
        ) as reason_code,
        coalesce(parts.cause_record_key, causes.cause_record_key) as cause_record_key,
        coalesce(
            case when parts.is_own_day then parts.cause_on end,
            causes.cause_on,
            parts.cause_on,
            cast({{ as_of() }} as date)
        ) as cause_on,
        coalesce(causes.changed_at, differing.recorded_at, differing.seen_at) as changed_at,
    from differing
    left join parts
        on
            differing.program_id = parts.program_id
            and differing.calendar_id = parts.calendar_id
            and differing.origin_period_id = parts.origin_period_id
            and case when differing.has_parts then differing.line_id end = parts.line_id
            and differing.seen_at = parts.seen_at
    left join causes
        on
            differing.program_id = causes.program_id
            and differing.calendar_id = causes.calendar_id
            and differing.origin_period_id = causes.origin_period_id
            and differing.line_id = causes.line_id
            and coalesce(parts.reason_code, '') = causes.part_reason
),

currencies as (
    select * from {{ ref('currencies') }}
),

-- clawback_days: an older negative difference is the operator's (COMMISSIONS; RULINGS).
judged as (
    select
        reasoned.*,
        coalesce(currencies.digits, 2) as digits,
        coalesce(
            reasoned.part_minor < 0
            and {{ days_between('reasoned.event_on', 'reasoned.cause_on') }}
            > deal_versions.clawback_days,
            false
        ) as is_waived,
    from reasoned
    left join currencies on reasoned.currency_code = currencies.currency_code
    left join deal_versions
        on
            reasoned.program_id = deal_versions.program_id
            and reasoned.deal_id = deal_versions.deal_id
            and reasoned.event_on between deal_versions.valid_from and deal_versions.valid_to
),

-- What the same fact gives the same partner is waived with it, up to its amount
waived_facts as (
    select
        program_id, partner_id, currency_code, cause_record_key, -sum(part_minor) as waived_minor,
    from judged
    where is_waived and cause_record_key is not null
    group by program_id, partner_id, currency_code, cause_record_key
),

set_off as (
    select
        judged.program_id,
        judged.calendar_id,
        judged.origin_period_id,
        judged.line_id,
        judged.part_no,
        greatest(
            least(
                judged.part_minor,
                waived_facts.waived_minor - sum(judged.part_minor) over (
                    partition by
                        judged.program_id, judged.partner_id, judged.currency_code,
                        judged.cause_record_key
                    order by judged.event_on, judged.calendar_id, judged.line_id, judged.part_no
                    rows between unbounded preceding and current row
                ) + judged.part_minor
            ),
            0
        ) as set_off_minor,
    from judged
    inner join waived_facts
        on
            judged.program_id = waived_facts.program_id
            and judged.partner_id = waived_facts.partner_id
            and judged.currency_code = waived_facts.currency_code
            and judged.cause_record_key = waived_facts.cause_record_key
    where judged.part_minor > 0
),

divided as (
    select
        judged.*,
        coalesce(set_off.set_off_minor, 0) as set_off_minor,
        part.is_set_off,
    from judged
    left join set_off
        on
            judged.program_id = set_off.program_id
            and judged.calendar_id = set_off.calendar_id
            and judged.origin_period_id = set_off.origin_period_id
            and judged.line_id = set_off.line_id
            and judged.part_no = set_off.part_no
    cross join (select false as is_set_off union all select true as is_set_off) as part
    where
        case
            when part.is_set_off then coalesce(set_off.set_off_minor, 0) > 0
            else coalesce(set_off.set_off_minor, 0) < judged.part_minor
                or judged.part_minor <= 0
        end
),

final as (
    select
        program_id,
        calendar_id,
        line_id,
        origin_period_id,
        cast(part_no as integer) as part_no,
        partner_id,
        deal_id,
        component_id,
        component_type,
        cast(level as smallint) as level,
        currency_code,
        cast(
            case
                when is_set_off then {{ of_minor('set_off_minor', 'digits') }}
                else part_exact - {{ of_minor('set_off_minor', 'digits') }}
            end as {{ exact_type() }}
        ) as exact_amount,
        cast(
            case when is_set_off then set_off_minor else part_minor - set_off_minor end as bigint
        ) as amount_minor,
        booked_minor,
        cast(reason_code as varchar) as reason_code,
        cause_record_key,
        cause_on,
        is_waived or is_set_off as is_waived,
        payable_from,
        event_on,
        client_id,
        event_record_key,
        plan_id,
        plan_version_no,
        line_digest,
        is_present,
        is_booked,
        changed_at,
    from divided
)

select * from final
