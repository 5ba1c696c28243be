-- A partner's days hold every line that is not locked, once.
with
lines as (
    select program_id, partner_id, currency_code, amount_minor as commission_minor
    from {{ ref('com_lines') }}
    where state <> 'locked'
)

{{ sums_differ(
    'lines',
    ref('mart_partner_days'),
    ['program_id', 'partner_id', 'currency_code'],
    amount='commission_minor',
) }}
