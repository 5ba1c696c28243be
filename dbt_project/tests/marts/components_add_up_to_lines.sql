-- Component periods, in every state, are the lines they are made of.
{{ sums_differ(
    ref('com_lines'),
    ref('mart_component_periods'),
    ['program_id', 'partner_id', 'calendar_id', 'period_id', 'component_id', 'deal_id', 'state'],
) }}
