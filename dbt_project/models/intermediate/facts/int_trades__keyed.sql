{#- Over 120 lines: the columns of a trade that are looked up, one a line. -#}
{#-
    What pricing a lot needs of a trade, as numbers: all that depends on the account is looked up by
    one key (int_accounts__placed), and nothing here is a text but a reason. No step is read twice:
    what reads a part of this model would then work out all of it.
-#}
{{ config(**partitioned(program='program_key')) }}

with

-- A record that counts on another day than its own is looked for in all of history; the others
-- only where their day may be
trades as (
    select
        record.program_id, record.program_key, record.record_key, record.account_id,
        record.client_id, record.brand, record.native_symbol, record.lots, record.opened_at,
        record.closed_at, record.deal_reason,
        record.event_on
    from {{ ref('stg_raw__trades') }} as record
    left join {{ ref('int_late_facts__moved') }} as moved
        on record.program_id = moved.program_id
        and record.record_key = moved.record_key
    where moved.record_key is null
        and {{ touched_only('record.program_id', 'record.event_on') }}
        and {{ in_batch('record.event_on') }}
        and {{ may_be_of_batch('record.closed_at') }}
    union all
    select
        record.program_id, record.program_key, record.record_key, record.account_id,
        record.client_id, record.brand, record.native_symbol, record.lots, record.opened_at,
        record.closed_at, record.deal_reason,
        moved.counts_on as event_on
    from {{ ref('stg_raw__trades') }} as record
    inner join {{ ref('int_late_facts__moved') }} as moved
        on record.program_id = moved.program_id
        and record.record_key = moved.record_key
    where {{ touched_only('record.program_id', 'moved.counts_on') }}
        and {{ in_batch('moved.counts_on') }}
),

held as (
    select
        *,
        case
            when client_id is null then {{ key_of(['program_id', 'account_id']) }}
            else {{ key_of(['program_id', 'account_id', 'client_id']) }}
        end as holder_key
    from trades
    where native_symbol is not null
),

-- Most holders have nothing but a partner: what else may be is looked up for those that have it
main_rows as (
    select
        holder_key,
        valid_from,
        part_key,
        case
            when own_partner_id is not null or rejected_from is not null then holder_key
        end as special_key
    from {{ ref('int_accounts__placed') }}
    where is_main
),

specials as (
    select holder_key, own_partner_id, own_part_key, bare_own_part_key, rejected_from
    from {{ ref('int_accounts__placed') }}
    where is_main and (own_partner_id is not null or rejected_from is not null)
),

spans as (
    select holder_key, valid_from, valid_to, part_key, own_part_key
    from {{ ref('int_accounts__placed') }}
    where not is_main
),

brands as (
    select distinct program_id, brand_key
    from {{ ref('int_deals__by_brand') }}
    where brand_key <> ''
),

symbols as (
    select symbols.program_id, symbols.native_symbol, symbols.symbol
    from {{ ref('int_symbols__resolved') }} as symbols
    inner join {{ ref('int_rate_dimensions__used') }} as dimensions
        on symbols.program_id = dimensions.program_id
    where dimensions.uses_symbol
),

parted as (
    select
        held.program_id,
        held.program_key,
        held.event_on,
        held.record_key,
        held.lots,
        held.opened_at,
        held.closed_at,
        held.deal_reason,
        coalesce(brands.brand_key, '') as brand_key,
        symbols.symbol,
        specials.own_partner_id,
        case
            when held.event_on >= main_rows.valid_from then main_rows.part_key
            else spans.part_key
        end as part_key,
        case
            when held.event_on >= main_rows.valid_from then specials.own_part_key
            when spans.holder_key is not null then spans.own_part_key
            else specials.bare_own_part_key
        end as own_part_key,
        coalesce(specials.rejected_from <= held.event_on, false) as is_rejected
    from held
    left join main_rows on held.holder_key = main_rows.holder_key
    left join specials on main_rows.special_key = specials.holder_key
    left join spans
        on held.holder_key = spans.holder_key
        and held.event_on between spans.valid_from and spans.valid_to
    left join brands
        on held.program_id = brands.program_id
        and held.brand = brands.brand_key
    left join symbols
        on held.program_id = symbols.program_id
        and held.native_symbol = symbols.native_symbol
),

final as (
    select
        parted.program_key,
        parted.event_on,
        {{ key_of(['parted.program_id', 'parted.record_key']) }} as trade_key,
        {{ lot_key_of(
            'case when own_deals.deal_id is null then parted.part_key else parted.own_part_key end',
            'parted.brand_key',
            'parted.symbol'
        ) }} as lot_key,
        parted.lots,
        {{ seconds_between('parted.opened_at', 'parted.closed_at') }} as holding_seconds,
        parted.deal_reason,
        parted.is_rejected or coalesce(record_review.rejected_from <= parted.event_on, false)
            as is_rejected
    from parted
    left join {{ ref('int_deals__by_brand') }} as own_deals
        on parted.program_id = own_deals.program_id
        and parted.own_partner_id = own_deals.partner_id
        and parted.brand_key = own_deals.brand_key
        and parted.event_on between own_deals.valid_from and own_deals.valid_to
    {{ joined_reviews('parted') }}
)

select * from final where lot_key is not null
