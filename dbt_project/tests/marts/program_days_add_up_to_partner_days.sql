-- What all partners earned on a day is what the program's day says.
{{ sums_differ(
    ref('mart_partner_days'),
    ref('mart_program_days'),
    ['program_id', 'day', 'currency_code'],
    amount='commission_minor',
) }}
