with
entries as (
    select * from {{ ref('sta_entries') }}
),

reviews as (
    select * from {{ ref('stg_portal__reviews') }}
),

-- What a gate released is for a fact of an earlier day
released as (
    select program_id, line_id, fact_on
    from {{ ref('com_lines') }}
    where line_kind = 'released'
),

-- A rejected target stays held too: its entries and their reversal then add up to nothing, and
-- nothing of it is payable in between. A review counts from the day that it names.
matched as (
    select
        entries.program_id,
        entries.entry_id,
        reviews.review_id,
        reviews.target_kind,
        reviews.signal_code,
        reviews.decide_by,
    from entries
    inner join reviews
        on
            entries.program_id = reviews.program_id
            and reviews.target_id = case reviews.target_kind
                when 'client' then entries.client_id
                when 'record' then entries.event_record_key
                when 'line' then entries.line_id
                when 'partner' then entries.partner_id
            end
    left join released
        on
            entries.program_id = released.program_id
            and entries.line_id = released.line_id
    where
        reviews.state in ('held', 'rejected')
        and case
            when reviews.target_kind in ('client', 'record')
                then coalesce(released.fact_on, entries.event_on)
            else entries.event_on
        end >= coalesce(reviews.effective_on, date '0001-01-01')
),

whole as (
    select
        program_id,
        entry_id,
        min(review_id) as review_id,
        min(signal_code) as signal_code,
        min(decide_by) as decide_by,
    from matched
    group by program_id, entry_id
),

-- Of a period's line a client holds its part alone
final as (
    select
        entries.program_id,
        entries.entry_id,
        coalesce(whole.review_id, parts.review_id) as review_id,
        coalesce(whole.signal_code, parts.signal_code) as signal_code,
        coalesce(whole.decide_by, parts.decide_by) as decide_by,
        cast(
            case
                when whole.entry_id is not null then entries.amount_minor
                else least(parts.held_minor, entries.amount_minor)
            end as bigint
        ) as held_minor,
    from entries
    left join whole
        on entries.program_id = whole.program_id and entries.entry_id = whole.entry_id
    left join {{ ref('sta_held_parts') }} as parts
        on
            entries.program_id = parts.program_id
            and entries.line_id = parts.line_id
            and entries.entry_kind = 'line'
    where whole.entry_id is not null or parts.line_id is not null
)

select * from final
