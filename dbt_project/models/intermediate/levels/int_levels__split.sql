{#- Over 120 lines: shares, the cut and the missing units belong together. -#}
{#-
    One pot divided along the chain (COMMISSIONS, Levels): rounded first, shares cut toward zero to
    the line's digits, missing units by largest remainder, ties to the lower partner, a negative
    pot as the mirror. What nobody may take stays with the operator, who stands above everybody.
-#}
with recursive

members as (
    {{ pot_members('split') }}
),

splits as (
    select program_id, deal_id, component_id, valid_from, chain_length, distance, share
    from {{ ref('stg_terms__deal_splits') }}
),

longest as (
    select program_id, deal_id, component_id, valid_from, max(chain_length) as chain_length
    from splits
    group by program_id, deal_id, component_id, valid_from
),

listed as (
    select
        members.program_id, members.pot_key, members.component_id, members.part_no, members.level,
        cast(coalesce(splits.share, 0) as decimal(19,18)) as share
    from members
    inner join longest on {{ same_lead('members', 'longest', 'valid_from') }}
    left join splits
        on {{ same_lead('members', 'splits', 'valid_from') }}
        and splits.chain_length = least(members.chain_length, longest.chain_length)
        and members.level = splits.distance
),

-- What a partner passes to the one below it, as its relation or the plan says
passing as (
    select
        program_id, pot_key, component_id, part_no, level,
        level = chain_length - 1 as is_top,
        least(greatest(coalesce(relation_share, passed_default), passed_min), passed_max)
            as passed_share
    from members
    where passed_default is not null
),

passed as (
    select
        program_id, pot_key, component_id, part_no, level,
        cast(1 as decimal(19,18)) as gets, cast(1 as decimal(19,18)) as share_below
    from passing
    where is_top
    union all
    select
        passing.program_id, passing.pot_key, passing.component_id, passing.part_no, passing.level,
        cast(passed.gets * passing.passed_share as decimal(19,18)) as gets,
        cast(passing.passed_share as decimal(19,18)) as share_below
    from passed
    inner join passing
        on {{ same_pot('passed', 'passing') }}
        and passed.level - 1 = passing.level
),

handed as (
    select
        passed.program_id, passed.pot_key, passed.component_id, passed.part_no, passed.level,
        cast(passed.gets - coalesce(below.gets, 0) as decimal(19,18)) as share
    from passed
    left join passed as below
        on {{ same_pot('passed', 'below') }}
        and passed.level - 1 = below.level
),

shares as (
    select * from listed
    union all
    select * from handed
),

pots as (
    select distinct
        program_id, pot_key, component_id, part_no, lead_digits,
        {{ to_minor('exact_amount', 'lead_digits') }} as pot_units
    from members
),

-- The operator keeps the rest: a place above everybody
places as (
    select shares.*, pots.pot_units
    from shares
    inner join pots on {{ same_pot('shares', 'pots') }}
    union all
    select
        pots.program_id, pots.pot_key, pots.component_id, pots.part_no, 32767 as level,
        cast(greatest(1 - sum(shares.share), 0) as decimal(19,18)) as share, pots.pot_units
    from pots
    inner join shares on {{ same_pot('shares', 'pots') }}
    group by pots.program_id, pots.pot_key, pots.component_id, pots.part_no, pots.pot_units
),

cut as (
    select
        *,
        cast(trunc(abs(pot_units) * share) as bigint) as units,
        abs(pot_units) * share - trunc(abs(pot_units) * share) as remainder
    from places
),

given as (
    select
        *,
        units + case
            when row_number() over (
                partition by program_id, pot_key, component_id, part_no
                order by remainder desc, level
            ) <= abs(pot_units) - sum(units) over (
                partition by program_id, pot_key, component_id, part_no
            ) then 1
            else 0
        end as given_units
    from cut
),

valued as (
    select
        members.*,
        given.share,
        cast(given.pot_units * {{ minor_unit('members.lead_digits') }} as {{ exact_type() }})
            as pot_amount,
        cast(
            given.given_units * sign(given.pot_units) * {{ minor_unit('members.lead_digits') }}
            as {{ exact_type() }}
        ) as lead_amount
    from members
    inner join given
        on {{ same_pot('members', 'given') }}
        and members.level = given.level
    where members.deal_id is not null
        and members.is_in_time
        and given.share > 0
        and members.level < coalesce(members.depth_limit, 1000)
),

final as (
    select
        program_id,
        pot_key,
        component_id,
        part_no,
        level,
        partner_id,
        deal_id,
        case when level > 0 then direct_partner_id end as lower_partner_id,
        'split' as formula_code,
        step_no,
        cast(share as decimal(18,8)) as rate,
        pot_amount,
        {{ exact('lead_amount - pot_amount * cast(share as decimal(18,8))') }} as cut_amount,
        lead_amount,
        reason_code
    from valued
)

select {{ select_columns(level_columns(), [
    'program_id', 'pot_key', 'component_id', 'part_no', 'level', 'partner_id', 'deal_id',
    'lower_partner_id', 'formula_code', 'step_no', 'rate', 'pot_amount', 'cut_amount',
    'lead_amount', 'reason_code',
]) }}
from final
