{#-
    The pot of a level: what stands to be divided along a chain, of an event or of a period
    (int_level_pots__filled). Two relations about the same pot.
-#}
{% macro same_pot(left, right) -%}
    {{ left }}.program_id = {{ right }}.program_id
        and {{ left }}.pot_key = {{ right }}.pot_key
        and {{ left }}.component_id = {{ right }}.component_id
        and {{ left }}.part_no = {{ right }}.part_no
{%- endmacro %}

{#- A chain's members as an algebra sees them, beside their pot (int_level_members__placed). -#}
{% macro pot_members(algebra) -%}
    select
        pots.*,
        members.level,
        members.partner_id,
        members.deal_id,
        members.lead_digits,
        members.depth_limit,
        members.compression,
        members.chain_length,
        members.member_component_id,
        members.member_terms_from,
        members.member_component_type,
        members.member_currency_code,
        members.member_rate_per,
        members.relation_share,
        members.passed_default,
        members.passed_min,
        members.passed_max,
        members.qualifies_metric,
        members.qualifies_minimum,
        members.qualifies_network,
        members.is_suspended,
        members.level = 0 or members.paid_until is null or pots.event_on <= members.paid_until
            as is_in_time
    from {{ ref('int_level_pots__filled') }} as pots
    inner join {{ ref('int_level_members__placed') }} as members
        on pots.program_id = members.program_id
        and pots.chain_partner_id = members.chain_partner_id
        and pots.is_own = members.is_own
        and pots.brand_key = members.brand_key
        and pots.base_distance = members.base_distance
        and pots.component_id = members.component_id
        and pots.lead_deal_id = members.lead_deal_id
        and pots.lead_terms_from = members.lead_terms_from
        and pots.event_on between members.valid_from and members.valid_to
    where pots.algebra = '{{ algebra }}'
{%- endmacro %}

{#-
    What a rate of another level makes of a pot: rate x quantity, and x paid / uncapped where a cap
    left less of the direct partner's amount.
-#}
{% macro of_pot(pot, rate) -%}
    case
        when {{ pot }}.reason_code in ('rejected', 'refunded') then 0
        when {{ pot }}.period_days is not null
            and {{ pot }}.exact_amount = {{ pot }}.uncapped_amount
            then {{ times_ratio_12(rate, pot ~ '.active_days', pot ~ '.period_days') }}
        when {{ pot }}.period_days is not null and {{ pot }}.uncapped_amount <> 0
            then {{ times_part_12(
                exact(rate ~ ' * ' ~ pot ~ '.active_days'), pot ~ '.exact_amount',
                exact(pot ~ '.uncapped_amount * ' ~ pot ~ '.period_days')
            ) }}
        when {{ pot }}.quantity is null
            then coalesce({{ times_ratio_12(pot ~ '.exact_amount', rate, pot ~ '.rate') }}, 0)
        when {{ pot }}.exact_amount = {{ pot }}.uncapped_amount or {{ pot }}.uncapped_amount = 0
            then {{ times_ratio_12(pot ~ '.quantity', rate, pot ~ '.rate_per') }}
        when {{ pot }}.family = 'event' and {{ pot }}.rate <> 0
            then {{ times_ratio_12(pot ~ '.exact_amount', rate, pot ~ '.rate') }}
        else {{ times_part_12(
            exact(pot ~ '.quantity * ' ~ rate), pot ~ '.exact_amount', pot ~ '.uncapped_amount'
        ) }}
    end
{%- endmacro %}

{#- What an algebra says of each level, in the lead's currency; the columns of its models. -#}
{% macro level_columns() -%}
    {{ return([
        ["program_id", "varchar"], ["pot_key", "varchar"], ["component_id", "varchar"],
        ["part_no", "integer"], ["level", "smallint"], ["partner_id", "varchar"],
        ["deal_id", "varchar"], ["lower_partner_id", "varchar"], ["formula_code", "varchar"],
        ["step_no", "integer"], ["rate", "decimal(18,8)"], ["lower_rate", "decimal(18,8)"],
        ["pot_amount", "decimal(38,12)"], ["cut_amount", "decimal(38,12)"],
        ["lead_amount", "decimal(38,12)"], ["reason_code", "varchar"],
    ]) }}
{%- endmacro %}

{#- The columns of `names` from a relation, some of them replaced by an expression. -#}
{% macro columns_but(relation, names, replaced) -%}
    {% for name in names -%}
    {{ replaced.get(name, relation ~ '.' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
    {% endfor %}
{%- endmacro %}

{#- What a line of an event or an override is before guard, client rebate and rounding. -#}
{% macro draft_columns() -%}
    {{ return([
        'line_id', 'program_id', 'calendar_id', 'period_id', 'partner_id', 'deal_id', 'plan_id',
        'plan_version_no', 'component_id', 'component_type', 'family', 'level', 'line_kind',
        'origin_line_id', 'part_no', 'step_no', 'event_record_key', 'event_on', 'occurred_at',
        'client_id', 'direct_partner_id', 'lower_partner_id', 'account_tail', 'account_type',
        'product', 'brand', 'symbol', 'symbol_group', 'country', 'link_code', 'sub1',
        'formula_code', 'quantity', 'quantity_unit', 'modifier', 'rate', 'rate_unit',
        'lower_rate', 'base_amount', 'source_amount', 'source_currency_code', 'fx_rate', 'fx_on',
        'fx_source', 'exact_amount', 'digits', 'currency_code', 'rounding', 'payable_from',
        'reason_code', 'file_name', 'file_row', 'recorded_at', 'position', 'hold_days',
        'released_on', 'brand_key', 'line_digits', 'pot_id', 'base_component_type',
    ]) }}
{%- endmacro %}
