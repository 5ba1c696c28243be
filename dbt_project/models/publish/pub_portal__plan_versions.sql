select
    program_id,
    plan_id,
    version_no,
    valid_from,
    valid_to,
    reference,
    source_text,
from {{ ref('stg_terms__plan_versions') }}
