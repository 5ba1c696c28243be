with

found as (
    select *, 'client' as target_kind from {{ ref('int_signals__shared') }}
    union all
    select *, 'client' as target_kind from {{ ref('int_signals__self_referral') }}
    union all
    select *, 'client' as target_kind from {{ ref('int_signals__conversions') }}
    union all
    select *, 'client' as target_kind from {{ ref('int_signals__links') }}
    union all
    select *, 'client' as target_kind from {{ ref('int_signals__trades') }}
    union all
    select *, 'partner' as target_kind from {{ ref('int_signals__partners') }}
),

final as (
    select
        found.program_id,
        found.signal_code,
        rules.version_no,
        found.target_kind,
        found.target_id,
        found.partner_id,
        cast(found.measured as decimal(18, 4)) as measured,
        cast(rules.threshold as decimal(18, 4)) as threshold,
        found.evidence,
        found.first_seen_at,
        rules.decide_within_days,
        rules.unresolved
    from found
    inner join {{ ref('stg_terms__signal_rules') }} as rules
        on
            found.program_id = rules.program_id
            and found.signal_code = rules.signal_code
)

select * from final
