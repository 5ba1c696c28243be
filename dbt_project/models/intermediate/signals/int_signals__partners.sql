{#- A place that several partners are paid to: all but the one that named it first. -#}
{{ config(materialized='view') }}
with

accounts as (
    select accounts.*
    from {{ ref('stg_portal__payout_accounts') }} as accounts
    inner join {{ signal_rule('same_bank_account') }} as rules
        on accounts.program_id = rules.program_id
),

counted as (
    select
        *,
        count(*) over (partition by program_id, account_hash) as partner_count,
        row_number() over (
            partition by program_id, account_hash order by since, partner_id
        ) as position
    from accounts
),

final as (
    select
        program_id,
        'same_bank_account' as signal_code,
        partner_id as target_id,
        partner_id,
        partner_count as measured,
        since as first_seen_at,
        {{ evidence({'partners': 'partner_count'}, "cast([] as varchar[])") }} as evidence
    from counted
    where position > 1
)

select * from final
