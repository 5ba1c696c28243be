-- A statement's total is the sum of its entries, whatever their kind.
{{ sums_differ(
    "(select program_id, statement_id, lines_minor + differences_minor + adjustments_minor"
    ~ " as amount_minor from " ~ ref('sta_statements') ~ ") as statements",
    ref('sta_entries'),
    ['program_id', 'statement_id'],
) }}
union all
{{ sums_differ(
    "(select program_id, statement_id, total_minor as amount_minor from "
    ~ ref('sta_statements') ~ ") as statements",
    ref('sta_entries'),
    ['program_id', 'statement_id'],
) }}
