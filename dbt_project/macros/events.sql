{#- Over 120 lines: what every model of events shares, one macro each. -#}
{#-
    The columns of a quantity: one row per fact, component of its lead and part (a step of a CPA).
    A component type gives what it has: `select_columns(quantity_columns(), {...})`.
-#}
{% macro quantity_columns() -%}
    {{ return([
        ["program_id", "varchar"], ["record_key", "varchar"], ["component_id", "varchar"],
        ["part_no", "integer"], ["component_type", "varchar"], ["lead_deal_id", "varchar"],
        ["lead_terms_from", "date"], ["chain_partner_id", "varchar"], ["is_own", "boolean"],
        ["brand_key", "varchar"], ["base_distance", "integer"], ["lead_distance", "integer"],
        ["direct_partner_id", "varchar"], ["event_on", "date"], ["occurred_at", "timestamp"],
        ["client_id", "varchar"], ["account_tail", "varchar"], ["account_type", "varchar"],
        ["is_demo", "boolean"], ["product", "varchar"], ["brand", "varchar"],
        ["symbol", "varchar"], ["symbol_group", "varchar"], ["country", "varchar"],
        ["campaign", "varchar"], ["link_code", "varchar"], ["sub1", "varchar"],
        ["raw_quantity", "decimal(18,6)"], ["quantity_unit", "varchar"],
        ["modifier", "decimal(9,4)"], ["quantity", "decimal(38,12)"],
        ["step_value", "decimal(38,12)"], ["given_rate", "decimal(18,8)"],
        ["given_step_no", "integer"], ["source_amount", "decimal(18,4)"],
        ["source_currency_code", "varchar"], ["fx_rate", "decimal(28,12)"], ["fx_on", "date"],
        ["fx_source", "varchar"], ["is_rejected", "boolean"], ["is_refunded", "boolean"],
        ["refusal_code", "varchar"], ["asked", "varchar"], ["found", "varchar"],
        ["file_name", "varchar"], ["file_row", "integer"], ["recorded_at", "timestamp"],
    ]) }}
{%- endmacro %}

{#- The columns that a quantity takes from the lead that speaks for its chain. -#}
{% macro lead_of(leads) -%}
    {{ return({
        "component_id": leads ~ ".component_id",
        "part_no": "1",
        "component_type": leads ~ ".component_type",
        "lead_deal_id": leads ~ ".lead_deal_id",
        "lead_terms_from": leads ~ ".lead_terms_from",
        "base_distance": leads ~ ".base_distance",
        "lead_distance": leads ~ ".lead_distance",
        "direct_partner_id": leads ~ ".direct_partner_id",
    }) }}
{%- endmacro %}

{#- The join of a fact to the leads of its chain on its day (int_event_leads__chosen). -#}
{% macro leads_for(facts, leads) -%}
    {{ facts }}.program_id = {{ leads }}.program_id
        and {{ facts }}.chain_partner_id = {{ leads }}.chain_partner_id
        and {{ facts }}.is_own = {{ leads }}.is_own
        and {{ facts }}.brand_key = {{ leads }}.brand_key
        and {{ facts }}.event_on between {{ leads }}.valid_from and {{ leads }}.valid_to
{%- endmacro %}

{#- Two relations about the same priced event. -#}
{% macro same_event(left, right) -%}
    {{ left }}.program_id = {{ right }}.program_id
        and {{ left }}.record_key = {{ right }}.record_key
        and {{ left }}.component_id = {{ right }}.component_id
        and {{ left }}.part_no = {{ right }}.part_no
{%- endmacro %}

{#-
    One field of an event divided by another, 0 where the second is 0 or missing. `fields` names the
    expression of each field that this kind of event has.
-#}
{% macro event_ratio(of, to, fields) -%}
    {%- set top -%} cast(coalesce({{ _field(of, fields) }}, 0) as decimal(25,10)) {%- endset -%}
    {%- set low -%} cast(coalesce({{ _field(to, fields) }}, 0) as decimal(25,10)) {%- endset -%}
    case when {{ low }} = 0 then 0 else {{ divide_12(top, low) }} end
{%- endmacro %}

{% macro _field(name, fields) -%}
    case {{ name }}
        {%- for field, expression in fields.items() %}
        when '{{ field }}' then cast({{ expression }} as decimal(25,10))
        {%- endfor %}
    end
{%- endmacro %}

{#- The columns that a quantity of a trade takes from int_trade_candidates__judged. -#}
{% macro trade_of(trades) -%}
    {%- set given = lead_of(trades) -%}
    {%- for name in [
        'program_id', 'record_key', 'chain_partner_id', 'is_own', 'brand_key', 'event_on',
        'occurred_at', 'client_id', 'account_tail', 'account_type', 'is_demo', 'brand', 'symbol',
        'symbol_group', 'country', 'campaign', 'link_code', 'sub1', 'is_rejected', 'refusal_code',
        'file_name', 'file_row', 'recorded_at',
    ] -%}
    {%- do given.update({name: trades ~ '.' ~ name}) -%}
    {%- endfor -%}
    {%- do given.update({
        'raw_quantity': trades ~ '.lots',
        'quantity_unit': "'lots'",
        'is_refunded': 'false',
        'asked': "case refusal_code when 'holding_time' then minimum_holding_seconds end",
        'found': "case
                when refusal_code = 'holding_time' then cast(holding_seconds as varchar)
                when refusal_code in ('demo_account', 'account_type_excluded') then account_type
                when refusal_code = 'symbol_excluded' then symbol
                when refusal_code = 'deal_reason_excluded' then deal_reason
            end",
    }) -%}
    {{ return(given) }}
{%- endmacro %}

{#-
    What trades are worth in an amount of theirs: `amount` is the expression in
    `currency` (both of the relation), exchanged and valued; nothing known of it is a refusal.
-#}
{% macro trades_by_amount(trades, amount, currency, has_source) -%}
    {%- set given = trade_of('valued') -%}
    {%- do given.update({
        'quantity': 'deal_amount',
        'step_value': trade_step_value("'amount'", 'lots', 'deal_amount'),
        'source_amount': 'own_amount' if has_source else 'null',
        'source_currency_code': 'own_currency_code',
        'fx_rate': 'fx_rate',
        'fx_on': 'fx_on',
        'fx_source': 'fx_source',
        'refusal_code': 'refusal',
        'asked': "case
                when refusal = 'holding_time' then cast(minimum_holding_seconds as varchar)
                when refusal = 'fx_missing' then deal_currency_code
            end",
        'found': "case
                when refusal = 'holding_time' then cast(holding_seconds as varchar)
                when refusal in ('demo_account', 'account_type_excluded') then account_type
                when refusal in ('symbol_excluded', 'amount_unknown') then symbol
                when refusal = 'deal_reason_excluded' then deal_reason
                when refusal = 'fx_missing' then own_currency_code
            end",
    }) -%}
owned as (
    select
        *,
        {{ exact(amount) }} as own_amount,
        {{ currency }} as own_currency_code
    from {{ trades }}
),

valued as (
    select
        owned.*,
        fx.fx_rate,
        fx.fx_on,
        fx.fx_source,
        {{ exact('owned.own_amount * coalesce(fx.fx_rate, 0)') }} as deal_amount,
        case
            when owned.refusal_code is not null then owned.refusal_code
            when owned.own_amount is null then 'amount_unknown'
            when owned.own_amount <> 0 and fx.fx_rate is null then 'fx_missing'
        end as refusal
    from owned
    left join {{ ref('int_fx_rates__daily') }} as fx
        on owned.program_id = fx.program_id
        and owned.event_on = fx.event_on
        and owned.own_currency_code = fx.source_currency_code
        and owned.deal_currency_code = fx.currency_code
),

final as (
    select {{ select_columns(quantity_columns(), given) }}
    from valued
)
{%- endmacro %}

{#- What of a trade finds the step: its quantity, its amount, or a ratio of two of its fields. -#}
{% macro trade_step_value(default_of, quantity, amount) -%}
    case coalesce(tier_event_of, {{ default_of }})
                when 'quantity' then {{ quantity }}
                when 'amount' then {{ amount }}
                else {{ event_ratio('tier_ratio_of', 'tier_ratio_to', {
                    'quantity': 'lots', 'lots': 'lots', 'contract_size': 'contract_size',
                    'open_price': 'open_price', 'close_price': 'close_price',
                    'commission_amount': 'commission_amount',
                    'spread_revenue_amount': 'spread_revenue_amount',
                    'spread_points': 'spread_points', 'profit_amount': 'profit_amount',
                    'swap_amount': 'swap_amount',
                }) }}
            end
{%- endmacro %}
