{#-
    What a trade asks of its account and of whose it is, worked out once for each of them: by
    `holder_key` a trade finds all of it in one look. A trade that names its client itself holds by
    the pair. The main row of a holder says what rules outside the spans of its other rows, which
    only clients have that moved.
-#}
with

accounts as (
    select program_id, account_id, client_id, account_type, coalesce(is_demo, false) as is_demo
    from {{ ref('stg_raw__accounts') }}
),

named as (
    select distinct program_id, account_id, client_id
    from {{ ref('stg_raw__trades') }}
    where client_id is not null
),

holders as (
    select
        {{ key_of(['program_id', 'account_id']) }} as holder_key,
        program_id,
        client_id,
        account_type,
        is_demo
    from accounts
    union all
    select
        {{ key_of(['named.program_id', 'named.account_id', 'named.client_id']) }} as holder_key,
        named.program_id,
        named.client_id,
        accounts.account_type,
        coalesce(accounts.is_demo, false) as is_demo
    from named
    left join accounts
        on named.program_id = accounts.program_id
        and named.account_id = accounts.account_id
),

moves as (
    select
        program_id, client_id, partner_id, valid_from, valid_to,
        {{ owned_campaign('partner_id', 'campaign') }} as campaign
    from {{ ref('int_attributions__resolved') }}
    where not is_only
),

people as (
    select
        program_id, client_id, partner_id, valid_from, {{ forever() }} as valid_to, campaign,
        own_partner_id, country, rejected_from, true as is_main
    from {{ ref('int_clients__placed') }}
    union all
    select
        moves.program_id, moves.client_id, moves.partner_id, moves.valid_from, moves.valid_to,
        moves.campaign, placed.own_partner_id, placed.country, placed.rejected_from,
        false as is_main
    from moves
    left join {{ ref('int_clients__placed') }} as placed
        on moves.program_id = placed.program_id
        and moves.client_id = placed.client_id
),

joined as (
    select
        holders.holder_key,
        holders.program_id,
        holders.account_type,
        holders.is_demo,
        coalesce(people.is_main, true) as is_main,
        people.partner_id,
        people.valid_from,
        people.valid_to,
        people.own_partner_id,
        people.rejected_from,
        case when dimensions.uses_country then people.country end as profile_country,
        case when dimensions.uses_campaign then people.campaign end as profile_campaign,
        case when dimensions.uses_account_type then holders.account_type end as lot_account_type,
        dimensions.uses_symbol
    from holders
    inner join {{ ref('int_rate_dimensions__used') }} as dimensions
        on holders.program_id = dimensions.program_id
    left join people
        on holders.program_id = people.program_id
        and holders.client_id = people.client_id
),

final as (
    select
        *,
        {{ lot_part_key('joined', 'joined.partner_id') }} as part_key,
        {{ lot_part_key('joined', 'joined.own_partner_id') }} as own_part_key,
        {{ lot_part_key('joined', 'joined.own_partner_id', 'cast(null as varchar)') }}
            as bare_own_part_key
    from joined
)

select * from final
