-- No join of the published lines drops or doubles one.
with
lines as (
    select program_id, line_id, amount_minor, 1 as row_count from {{ ref('com_lines') }}
),

published as (
    select program_id, line_id, amount_minor, 1 as row_count
    from {{ ref('pub_portal__lines') }}
)

{{ sums_differ('lines', 'published', ['program_id', 'line_id']) }}
union all
{{ sums_differ('lines', 'published', ['program_id', 'line_id'], amount='row_count') }}
