-- Above the direct partner the client is a pseudonym made for that viewer, and nothing more
-- (COMMISSIONS, Explained means).
select program_id, line_id, level, partner_id
from {{ ref('pub_portal__lines') }}
where
    level > 0
    and coalesce(
        country, sub1, link_code, account_tail, account_type, product, file_name,
        cast(file_row as varchar)
    ) is not null
