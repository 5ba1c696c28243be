{#- Opening + own = paid + closing - written off, for every account that carries. -#}
select
    accounts.program_id, accounts.deal_id, accounts.component_id, accounts.period_id,
    accounts.account_key
from {{ ref('int_revshare_accounts__priced') }} as accounts
inner join {{ ref('int_revshare_terms__by_period') }} as terms
    on {{ same_period_line('accounts', 'terms') }}
where terms.carry_policy = 'full'
    and accounts.opening_amount + accounts.own_amount
    <> accounts.paid_amount + accounts.closing_amount - accounts.written_off_amount
