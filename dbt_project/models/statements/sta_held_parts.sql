{#-
    Clients under review hold their parts of lines that name no client (`sta_client_parts`), from
    the day that the review names.
-#}
with
parts as (
    select * from {{ ref('sta_client_parts') }}
),

reviews as (
    select * from {{ ref('stg_portal__reviews') }}
    where state = 'held' and target_kind = 'client'
),

currencies as (
    select * from {{ ref('currencies') }}
),

clients as (
    select
        program_id,
        target_id as client_id,
        min(review_id) as review_id,
        min(signal_code) as signal_code,
        min(decide_by) as decide_by,
        min(coalesce(effective_on, date '0001-01-01')) as effective_on,
    from reviews
    group by program_id, target_id
),

summed as (
    select
        parts.program_id,
        parts.line_id,
        parts.currency_code,
        min(clients.review_id) as review_id,
        min(clients.signal_code) as signal_code,
        min(clients.decide_by) as decide_by,
        sum(parts.part_amount) as held_amount,
    from parts
    inner join clients
        on
            parts.program_id = clients.program_id
            and parts.client_id = clients.client_id
            and parts.event_on >= clients.effective_on
    group by parts.program_id, parts.line_id, parts.currency_code
),

final as (
    select
        summed.program_id,
        summed.line_id,
        summed.review_id,
        summed.signal_code,
        summed.decide_by,
        {{ to_minor('summed.held_amount', 'currencies.digits') }} as held_minor,
    from summed
    inner join currencies on summed.currency_code = currencies.currency_code
)

select * from final
