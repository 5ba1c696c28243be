with

judged as (
    select * from {{ ref('int_cpa_conditions__judged') }}
),

attributions as (
    select * from {{ ref('int_attributions__resolved') }}
    where valid_to = {{ forever() }}
),

qualified as (
    select program_id, client_id, once_for from {{ ref('int_cpa_clients__qualified') }}
),

-- Where the client stands: what the last thing it did was judged to be; of a CPA by steps the
-- first step, for nothing is paid yet
latest as (
    select *
    from judged
    qualify rank() over (
        partition by program_id, client_id, partner_id, component_id
        order by moment_no desc, part_no
    ) = 1
),

final as (
    select
        latest.program_id,
        latest.partner_id,
        {{ client_ref('latest.partner_id', 'latest.client_id', '0') }} as client_ref,
        latest.deal_id,
        {{ plan_component_id('latest.component_id') }} as component_id,
        latest.position,
        latest.metric,
        latest.threshold,
        latest.value,
        latest.currency_code,
        coalesce(latest.is_met, false) as is_met,
        nullif(latest.anchor, '') as anchor,
        case when latest.within_days >= 0 then latest.within_days end as within_days,
        case
            when latest.within_days >= 0
                then {{ add_days('latest.anchor_on', 'latest.within_days') }}
        end as until_on
    from latest
    inner join attributions
        on latest.program_id = attributions.program_id
        and latest.client_id = attributions.client_id
        and latest.partner_id = attributions.partner_id
    left join qualified
        on latest.program_id = qualified.program_id
        and latest.client_id = qualified.client_id
        and latest.once_for = qualified.once_for
    where qualified.client_id is null
)

select * from final
