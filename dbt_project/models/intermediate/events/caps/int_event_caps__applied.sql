{#- Over 120 lines: one round of events, trimmed by client and then by deal. -#}
{#-
    What caps leave of each event (COMMISSIONS, Gates and caps). One window of caps is trimmed at
    once; several, or caps that a version changed, round by round, in event order,
    narrowest first. A round begins with what is left: the cap less what was paid before, in the
    period or since the deal's first day; a negative amount gives room back. Carried from round to
    round: what was paid, and how often, by client and by deal.
-#}
{%- set key = 'program_id, deal_id, component_id' -%}
with recursive

simple as (
    select
        *,
        coalesce(client_period_amount, client_life_amount, deal_period_amount, deal_life_amount)
            as window_left,
        coalesce(client_period_count, client_life_count, deal_period_count, deal_life_count)
            as window_count_left,
        case
            when coalesce(
                client_period_amount, client_period_count, client_life_amount, client_life_count
            ) is not null then client_id
        end as window_client_id,
        case
            when coalesce(
                client_period_amount, client_period_count, deal_period_amount, deal_period_count
            ) is not null then period_id
        end as window_period_id
    from {{ ref('int_event_caps__queued') }}
    where is_simple
),

{{ trimmed(
    'simple', 'by_window', key ~ ', window_client_id, window_period_id', 'amount', 'window'
) }},

queued as (
    select * from {{ ref('int_event_caps__queued') }} where not is_simple
),

rounds as (
    select distinct
        program_id, deal_id, component_id, 0 as round_no, 'deal' as kind,
        cast(null as varchar) as client_id, cast(null as varchar) as period_id,
        cast(null as varchar) as record_key, cast(null as integer) as part_no,
        cast(0 as {{ exact_type() }}) as paid_amount,
        cast(0 as {{ exact_type() }}) as period_amount, cast(0 as bigint) as period_count,
        cast(0 as {{ exact_type() }}) as life_amount, cast(0 as bigint) as life_count
    from queued
    union all
    (
        with

        deals as (
            select * from rounds where kind = 'deal'
        ),

        clients as (
            select * from rounds where kind = 'client'
        ),

        -- What is left of each cap when the round begins
        opened as (
            select
                queued.*,
                {{ room('client', 'amount') }} as client_left,
                {{ room('client', 'count') }} as client_count_left,
                {{ room('deal', 'amount') }} as deal_left,
                {{ room('deal', 'count') }} as deal_count_left
            from deals
            inner join queued
                on deals.program_id = queued.program_id
                and deals.deal_id = queued.deal_id
                and deals.component_id = queued.component_id
                and deals.round_no + 1 = queued.round_no
            left join clients
                on queued.program_id = clients.program_id
                and queued.deal_id = clients.deal_id
                and queued.component_id = clients.component_id
                and queued.client_id = clients.client_id
        ),

        {{ trimmed('opened', 'by_client', key ~ ', client_id', 'amount', 'client') }},

        {{ trimmed('by_client', 'by_deal', key, 'by_client_amount', 'deal') }},

        paid as (
            select
                {{ key }}, round_no, client_id, period_id,
                sum(by_deal_amount) as amount,
                count(case when by_deal_amount > 0 then 1 end) as times
            from by_deal
            group by {{ key }}, round_no, client_id, period_id
        ),

        sums as (
            select
                {{ key }}, round_no, period_id, sum(amount) as amount, sum(times) as times
            from paid
            group by {{ key }}, round_no, period_id
        )

        select
            {{ key }}, round_no, 'event' as kind, client_id, period_id, record_key, part_no,
            {{ exact('by_deal_amount') }}, 0, 0, 0, 0
        from by_deal
        union all
        select
            sums.program_id, sums.deal_id, sums.component_id, sums.round_no, 'deal', null,
            sums.period_id, null, null, 0,
            {{ exact("case when deals.period_id = sums.period_id then deals.period_amount else 0 end
                + sums.amount") }},
            cast(case when deals.period_id = sums.period_id then deals.period_count else 0 end
                + sums.times as bigint),
            {{ exact('deals.life_amount + sums.amount') }},
            cast(deals.life_count + sums.times as bigint)
        from sums
        inner join deals
            on sums.program_id = deals.program_id
            and sums.deal_id = deals.deal_id
            and sums.component_id = deals.component_id
        union all
        select
            sums.program_id, sums.deal_id, sums.component_id, sums.round_no, 'client',
            coalesce(paid.client_id, clients.client_id), sums.period_id, null, null, 0,
            {{ exact("case when clients.period_id = sums.period_id then clients.period_amount
                else 0 end + coalesce(paid.amount, 0)") }},
            cast(case when clients.period_id = sums.period_id then clients.period_count else 0 end
                + coalesce(paid.times, 0) as bigint),
            {{ exact('coalesce(clients.life_amount, 0) + coalesce(paid.amount, 0)') }},
            cast(coalesce(clients.life_count, 0) + coalesce(paid.times, 0) as bigint)
        from sums
        inner join (
            select {{ key }}, client_id from paid
            union
            select {{ key }}, client_id from clients
        ) as everybody
            on sums.program_id = everybody.program_id
            and sums.deal_id = everybody.deal_id
            and sums.component_id = everybody.component_id
        left join paid
            on everybody.program_id = paid.program_id
            and everybody.deal_id = paid.deal_id
            and everybody.component_id = paid.component_id
            and everybody.client_id = paid.client_id
        left join clients
            on everybody.program_id = clients.program_id
            and everybody.deal_id = clients.deal_id
            and everybody.component_id = clients.component_id
            and everybody.client_id = clients.client_id
    )
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        record_key,
        part_no,
        uncapped_amount,
        {{ exact('by_window_amount') }} as exact_amount
    from by_window
    union all
    select
        rounds.program_id,
        rounds.deal_id,
        rounds.component_id,
        rounds.record_key,
        rounds.part_no,
        queued.uncapped_amount,
        {{ exact('rounds.paid_amount') }} as exact_amount
    from rounds
    inner join queued
        on rounds.program_id = queued.program_id
        and rounds.deal_id = queued.deal_id
        and rounds.component_id = queued.component_id
        and rounds.record_key = queued.record_key
        and rounds.part_no = queued.part_no
    where rounds.kind = 'event'
)

select * from final
