{#-
    The levels of one trade add up to the highest rate of the chain: what each earns above the one
    below telescopes (COMMISSIONS, Levels). Holds where the direct partner has a rate.
-#}
select program_id, event_record_key, component_id, sum(exact_amount) as paid
from {{ ref('com_lines__per_lot') }}
group by program_id, event_record_key, component_id
having sum(exact_amount) <> max(quantity * coalesce(modifier, 1) * rate)
    and max(coalesce(reason_code, '')) <> 'rejected'
