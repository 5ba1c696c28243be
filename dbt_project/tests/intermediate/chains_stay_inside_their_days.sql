{#- A span that ends before it starts, or a chain that meets itself: relations made a loop. -#}
select program_id, partner_id, ancestor_id, distance
from {{ ref('int_partner_chains__dated') }}
where valid_to < valid_from
    or (distance > 0 and partner_id = ancestor_id)
