{#-
    An amount of a sale, a condition or a period base has no exchange rate: none dated before its
    day, or the last one is more than 7 days old. The program is not published until one arrives
    (COMMISSIONS, Exchange).
-#}
select program_id, event_record_key, event_on, asked as currency_code, found as source_currency_code
from {{ ref('com_unpaid_events') }}
where reason_code = 'fx_missing'
union all
select
    terms.program_id, terms.deal_id || '/' || terms.component_id as event_record_key,
    cast(null as date) as event_on, terms.period_id as currency_code,
    quantities.code as source_currency_code
from {{ ref('int_revshare_quantities__summed') }} as quantities
inner join {{ ref('int_revshare_terms__by_period') }} as terms
    on quantities.line_key = terms.line_key
where quantities.lacking_rates > 0
