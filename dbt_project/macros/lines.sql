{#-
    The columns of a commission line, in order: docs/reference/tables.md, section 5. `state` is
    added in com_lines, because it moves with time and reviews and not with the facts.
-#}
{% macro line_columns() -%}
    {{ return([
        ["line_id", "varchar"], ["program_id", "varchar"], ["calendar_id", "varchar"],
        ["period_id", "varchar"], ["partner_id", "varchar"], ["deal_id", "varchar"],
        ["plan_id", "varchar"], ["plan_version_no", "integer"], ["component_id", "varchar"],
        ["component_type", "varchar"], ["family", "varchar"], ["level", "smallint"],
        ["line_kind", "varchar"], ["origin_line_id", "varchar"], ["step_no", "integer"],
        ["event_record_key", "varchar"], ["event_on", "date"], ["occurred_at", "timestamp"],
        ["client_id", "varchar"], ["direct_partner_id", "varchar"],
        ["lower_partner_id", "varchar"], ["account_tail", "varchar"],
        ["account_type", "varchar"], ["product", "varchar"], ["brand", "varchar"],
        ["symbol", "varchar"], ["symbol_group", "varchar"], ["country", "varchar"],
        ["link_code", "varchar"], ["sub1", "varchar"], ["formula_code", "varchar"],
        ["quantity", "decimal(18,6)"], ["quantity_unit", "varchar"],
        ["modifier", "decimal(9,4)"], ["rate", "decimal(18,8)"], ["rate_unit", "varchar"],
        ["lower_rate", "decimal(18,8)"], ["base_amount", "decimal(38,12)"],
        ["source_amount", "decimal(18,4)"], ["source_currency_code", "varchar"],
        ["fx_rate", "decimal(28,12)"], ["fx_on", "date"], ["fx_source", "varchar"],
        ["exact_amount", "decimal(38,12)"], ["amount_minor", "bigint"],
        ["digits", "smallint"], ["currency_code", "varchar"], ["rounding", "varchar"],
        ["payable_from", "date"],
        ["reason_code", "varchar"], ["file_name", "varchar"], ["file_row", "integer"],
        ["recorded_at", "timestamp"], ["line_digest", "varchar"],
    ]) }}
{%- endmacro %}

{% macro unpaid_columns() -%}
    {{ return([
        ["program_id", "varchar"], ["calendar_id", "varchar"], ["period_id", "varchar"],
        ["event_record_key", "varchar"], ["component_id", "varchar"],
        ["direct_partner_id", "varchar"], ["deal_id", "varchar"], ["client_id", "varchar"],
        ["event_on", "date"], ["occurred_at", "timestamp"], ["event_kind", "varchar"],
        ["symbol", "varchar"], ["quantity", "decimal(18,6)"], ["amount", "decimal(18,4)"],
        ["currency_code", "varchar"], ["reason_code", "varchar"], ["asked", "varchar"],
        ["found", "varchar"], ["file_name", "varchar"], ["file_row", "integer"],
    ]) }}
{%- endmacro %}

{% macro fact_columns() -%}
    {{ return([
        ["program_id", "varchar"], ["period_id", "varchar"], ["line_id", "varchar"],
        ["section", "varchar"], ["position", "integer"], ["code", "varchar"],
        ["subject", "varchar"], ["asked", "varchar"], ["found", "varchar"],
        ["verdict", "varchar"], ["amount", "decimal(38,12)"], ["quantity", "decimal(38,12)"],
        ["rate", "decimal(18,8)"], ["unit", "varchar"], ["on_date", "date"],
        ["ref", "varchar"], ["file_name", "varchar"], ["file_row", "integer"],
    ]) }}
{%- endmacro %}

{#-
    A select list in the order and types of `columns`; `given` names what the relation has, or
    maps a column to its expression. What is not given is a typed null.
-#}
{% macro select_columns(columns, given) -%}
    {% for name, type in columns %}
    {%- if given is mapping %}{% set value = given.get(name, 'null') %}
    {%- else %}{% set value = name if name in given else 'null' %}{% endif %}
    cast({{ value }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- A model without rows yet, with the columns of its contract. -#}
{% macro no_rows(columns) -%}
select{{ select_columns(columns, []) }}
where false
{%- endmacro %}

{#-
    Lines from a relation that has the columns `has` and `digits` (the currency's): identity,
    rounding and digest are the same for every component type. `digits` of a line are those that
    it keeps, `line_digits` where a component may keep more. The identity is what makes two lines
    two: partner, deal, component, event or period, level, kind, the line that it is computed from
    and, of a stepped CPA, the step (`part_no` in `has`; `led_by` stands for a line that is not
    there). `amount` names the rounded amount where it is stored already.
-#}
{% macro as_lines(relation, has, line_digits='digits', amount=none) -%}
{%- set amount = amount or to_minor('exact_amount', 'digits') -%}
{%- set given = dict({}) -%}
{%- for name in has %}{% do given.update({name: name}) %}{% endfor -%}
{%- do given.update({
    "line_id": line_id_of(has),
    "amount_minor": amount,
    "digits": "greatest(" ~ line_digits ~ ", digits)",
    "line_digest": md5_of([
        "partner_id", "deal_id", "component_id", "calendar_id", "period_id",
        "case when rounding = 'period' or " ~ line_digits ~ " > digits then exact_amount end",
        amount, "currency_code", "payable_from",
    ]),
}) -%}
select{{ select_columns(line_columns(), given) }}
    from {{ relation }}
{%- endmacro %}

{#-
    What makes a line itself, as one id; `has` as in `as_lines`. A first part adds nothing, so that
    a line keeps its id when other terms send its component through models that know parts.
-#}
{% macro line_id_of(has) -%}
    {%- set origin = "origin_line_id" if "origin_line_id" in has else "''" -%}
    {%- set part = "case when part_no > 1 then '|' || cast(part_no as varchar) else '' end"
        if "part_no" in has else "coalesce(led_by, '')" if "led_by" in has else none -%}
    {{ return(md5_of([
            "'line'", "program_id", "partner_id", "deal_id", "component_id",
            "event_record_key" if "event_record_key" in has else "period_id",
            "level", "line_kind",
            "coalesce(" ~ origin ~ ", '') || " ~ part if part else origin,
        ])) }}
{%- endmacro %}

{#- A digest of columns as text; a missing value is empty. -#}
{% macro md5_of(expressions) -%}
    md5({{ joined_text(expressions) }})
{%- endmacro %}
