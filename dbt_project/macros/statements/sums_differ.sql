{#-
    The rows of an invariant: two relations (or CTEs) whose sums of `amount` per key are not the
    same; a key that only one of them has counts as 0 in the other. Returns program_id first.
-#}
{% macro sums_differ(left, right, keys, amount='amount_minor') %}
select
    {{ keys | join(', ') }},
    sum(left_amount) as left_amount,
    sum(right_amount) as right_amount,
from (
    select {{ keys | join(', ') }}, {{ amount }} as left_amount, 0 as right_amount
    from {{ left }}
    union all
    select {{ keys | join(', ') }}, 0 as left_amount, {{ amount }} as right_amount
    from {{ right }}
) as sides
group by {{ keys | join(', ') }}
having sum(left_amount) <> sum(right_amount)
{% endmacro %}
