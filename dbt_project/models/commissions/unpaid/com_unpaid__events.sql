{#- Facts that a component of their chain refused, or has no rate for. -#}
with

quantities as (
    select * from {{ ref('int_event_quantities__all') }} where component_type <> 'cpa'
),

terms as (
    select program_id, deal_id, component_id, valid_from, calendar_id
    from {{ ref('stg_terms__deal_components') }}
),

judged as (
    select
        quantities.*,
        terms.calendar_id,
        case
            when quantities.is_rejected then 'rejected'
            when quantities.refusal_code is not null then quantities.refusal_code
            when prices.reason_code = 'no_rate' then prices.reason_code
            -- elsewhere the direct partner's line of 0 says so
            when
                prices.lead_distance > 0
                and (
                    prices.reason_code = 'below_first_step'
                    or (prices.reason_code = 'capped' and prices.exact_amount = 0)
                )
                then prices.reason_code
        end as reason
    from quantities
    inner join terms on {{ same_lead('quantities', 'terms', 'valid_from') }}
    left join {{ ref('int_event_prices__capped') }} as prices
        on {{ same_event('quantities', 'prices') }}
),

final as (
    select
        {{- select_columns(unpaid_columns(), {
            'program_id': 'judged.program_id',
            'calendar_id': 'judged.calendar_id',
            'period_id': 'periods.period_id',
            'event_record_key': 'judged.record_key',
            'component_id': 'judged.component_id',
            'direct_partner_id': 'judged.direct_partner_id',
            'deal_id': 'judged.lead_deal_id',
            'client_id': 'judged.client_id',
            'event_on': 'judged.event_on',
            'occurred_at': 'judged.occurred_at',
            'event_kind': "case
                when judged.quantity_unit = 'lots' then 'trade'
                when judged.quantity_unit = 'amount' then 'activity'
                else 'conversion'
            end",
            'symbol': 'judged.symbol',
            'quantity': "case when judged.quantity_unit <> 'sales' then judged.raw_quantity end",
            'amount': "case when judged.quantity_unit <> 'lots' then judged.source_amount end",
            'currency_code': "case
                when judged.quantity_unit <> 'lots' then judged.source_currency_code
            end",
            'reason_code': "coalesce(judged.reason, 'outside_periods')",
            'asked': 'judged.asked',
            'found': "coalesce(
                judged.found,
                case judged.reason when 'no_rate' then coalesce(judged.symbol, judged.product) end
            )",
            'file_name': 'judged.file_name',
            'file_row': 'judged.file_row',
        }) }}
    from judged
    left join {{ ref('int_periods__daily') }} as periods
        on judged.program_id = periods.program_id
        and judged.calendar_id = periods.calendar_id
        and judged.event_on = periods.day
    where judged.reason is not null or periods.period_id is null
)

select * from final
