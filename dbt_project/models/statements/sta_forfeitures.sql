{#- Over 120 lines: a balance day by day, the threshold in its currency, and the rule. -#}
{#-
    Available balances that stayed above 0 and below the partner's threshold for
    `forfeit_after_days` days in a row (COMMISSIONS, From line to payment); day 1 is the first day
    below it (RULINGS, Money and booking). Where a partner has several deals in a currency the
    longest word counts, and none forfeits if one says never. A balance that what the next close
    books would lift to the threshold stays.
-#}
with
entries as (
    select * from {{ ref('sta_entries') }}
),

holds as (
    select program_id, entry_id, held_minor from {{ ref('sta_entry_holds') }}
),

programs as (
    select
        program_id,
        rate_set,
        time_zone,
        trim(split_part(calendar_ids, ',', 1)) as calendar_id,
        {{ local_date(as_of(), 'time_zone') }} as today,
    from {{ ref('stg_portal__programs') }}
),

-- The last word of each deal
deals as (
    select program_id, partner_id, currency_code, forfeit_after_days
    from {{ ref('stg_terms__deal_versions') }}
    qualify row_number() over (
        partition by program_id, deal_id order by valid_from desc
    ) = 1
),

rules as (
    select program_id, partner_id, currency_code, max(forfeit_after_days) as forfeit_after_days
    from deals
    group by program_id, partner_id, currency_code
    having count(*) = count(forfeit_after_days)
),

-- What became available on a day, and what payments took
moves as (
    select
        entries.program_id,
        entries.partner_id,
        entries.currency_code,
        greatest(
            entries.payable_from, {{ local_date('entries.booked_at', 'programs.time_zone') }}
        ) as day,
        entries.amount_minor - coalesce(holds.held_minor, 0) as amount_minor,
    from entries
    inner join programs on entries.program_id = programs.program_id
    left join holds
        on entries.program_id = holds.program_id and entries.entry_id = holds.entry_id
    union all
    select program_id, partner_id, currency_code, state_on as day, -amount_minor as amount_minor
    from {{ ref('stg_portal__payments') }}
    where state not in ('rejected', 'returned', 'recalled')
),

days as (
    select
        moves.program_id,
        moves.partner_id,
        moves.currency_code,
        moves.day,
        rules.forfeit_after_days,
        programs.calendar_id,
        programs.rate_set,
        programs.today,
        sum(moves.amount_minor) as amount_minor,
    from moves
    inner join rules
        on
            moves.program_id = rules.program_id
            and moves.partner_id = rules.partner_id
            and moves.currency_code = rules.currency_code
    inner join programs
        on moves.program_id = programs.program_id and moves.day <= programs.today
    group by
        moves.program_id, moves.partner_id, moves.currency_code, moves.day,
        rules.forfeit_after_days, programs.calendar_id, programs.rate_set, programs.today
),

balances as (
    select
        days.*,
        sum(amount_minor) over (
            partition by program_id, partner_id, currency_code
            order by day
            rows between unbounded preceding and current row
        ) as available_minor,
    from days
),

rates as (
    select rate_set, currency_code, units_per_eur
    from {{ ref('stg_raw__fx_rates') }}
    where rate_on <= cast({{ as_of() }} as date)
    qualify row_number() over (partition by rate_set, currency_code order by rate_on desc) = 1
    union all
    select distinct rate_set, 'EUR' as currency_code, 1 as units_per_eur
    from programs
),

currencies as (
    {{ tied_currencies() }}
),

pending as (
    select program_id, partner_id, currency_code, pending_minor from {{ ref('sta_balances') }}
),

partners as (
    select program_id, partner_id, payout_currency_code, threshold_minor
    from {{ ref('stg_portal__partners') }}
),

-- A currency with a parity goes through the currency it is tied to
valued as (
    select rates.rate_set, currencies.currency_code, rates.units_per_eur, currencies.parity
    from rates
    inner join currencies on rates.currency_code = currencies.base_code
),

-- The available amount in the currency of the threshold, at one rate
compared as (
    select
        balances.*,
        {{ of_minor('partners.threshold_minor', 'payout.digits') }} as threshold_amount,
        case
            when balances.currency_code = partners.payout_currency_code then 1
            else {{ divide_12(
                'wanted.units_per_eur * own.parity', 'own.units_per_eur * wanted.parity'
            ) }}
        end as fx_rate,
        money.digits,
        coalesce(pending.pending_minor, 0) as pending_minor,
    from balances
    inner join partners
        on
            balances.program_id = partners.program_id
            and balances.partner_id = partners.partner_id
    inner join {{ ref('currencies') }} as money
        on balances.currency_code = money.currency_code
    inner join {{ ref('currencies') }} as payout
        on partners.payout_currency_code = payout.currency_code
    left join valued as own
        on
            balances.rate_set = own.rate_set
            and balances.currency_code = own.currency_code
    left join valued as wanted
        on
            balances.rate_set = wanted.rate_set
            and partners.payout_currency_code = wanted.currency_code
    left join pending
        on
            balances.program_id = pending.program_id
            and balances.partner_id = pending.partner_id
            and balances.currency_code = pending.currency_code
),

judged as (
    select
        *,
        coalesce(
            available_minor > 0
            and {{ of_minor('available_minor', 'digits') }} * fx_rate < threshold_amount,
            false
        ) as is_low,
        coalesce(
            {{ of_minor('available_minor + pending_minor', 'digits') }} * fx_rate
            < threshold_amount,
            false
        ) as stays_low,
    from compared
),

runs as (
    select
        *,
        max(case when not is_low then day end) over (
            partition by program_id, partner_id, currency_code
        ) as last_other_day,
        row_number() over (
            partition by program_id, partner_id, currency_code order by day desc
        ) as from_last,
    from judged
),

final as (
    select
        program_id,
        calendar_id,
        partner_id,
        currency_code,
        min(day) as since_on,
        max(today) as today,
        cast(-max(case when from_last = 1 then available_minor end) as bigint) as amount_minor,
        max(digits) as digits,
    from runs
    where is_low and day > coalesce(last_other_day, date '0001-01-01')
    group by program_id, calendar_id, partner_id, currency_code
    having
        {{ days_between('min(day)', 'max(today)') }} >= max(forfeit_after_days)
        and max(case when from_last = 1 and stays_low then 1 else 0 end) = 1
)

select
    program_id,
    calendar_id,
    partner_id,
    currency_code,
    since_on,
    today as forfeited_on,
    amount_minor,
    {{ of_minor('amount_minor', 'digits') }} as exact_amount,
from final
