-- held + on hold + cleared = all entries of a partner and currency.
{{ sums_differ(
    "(select program_id, partner_id, currency_code, booked_minor as amount_minor from "
    ~ ref('sta_balances') ~ ") as balances",
    ref('sta_entries'),
    ['program_id', 'partner_id', 'currency_code'],
) }}
union all
{{ sums_differ(
    "(select program_id, partner_id, currency_code, held_minor + on_hold_minor + cleared_minor"
    ~ " as amount_minor from " ~ ref('sta_balances') ~ ") as balances",
    ref('sta_entries'),
    ['program_id', 'partner_id', 'currency_code'],
) }}
