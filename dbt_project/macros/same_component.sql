{#- The join of a child table of terms to its component: docs/reference/tables.md, section 4. -#}
{% macro same_component(parent, child, parent_from='valid_from') -%}
    {{ parent }}.program_id = {{ child }}.program_id
        and {{ parent }}.deal_id = {{ child }}.deal_id
        and {{ parent }}.component_id = {{ child }}.component_id
        and {{ parent }}.{{ parent_from }} = {{ child }}.valid_from
{%- endmacro %}

{#- The same for the component that speaks for a chain (int_lot_leads__chosen). -#}
{% macro same_lead(parent, child, child_from='terms_from') -%}
    {{ parent }}.program_id = {{ child }}.program_id
        and {{ parent }}.lead_deal_id = {{ child }}.deal_id
        and {{ parent }}.component_id = {{ child }}.component_id
        and {{ parent }}.lead_terms_from = {{ child }}.{{ child_from }}
{%- endmacro %}

{#- What a component is about where its type alone does not say it: an action, stakes. -#}
{% macro about(components) -%}
    case
        when {{ components }}.component_type in ('per_action', 'per_turnover')
            then coalesce({{ components }}.base_kind, '')
        else ''
    end
{%- endmacro %}

{#- The same between two relations that carry the component's `terms_from`. -#}
{% macro same_terms(left, right) -%}
    {{ left }}.program_id = {{ right }}.program_id
        and {{ left }}.deal_id = {{ right }}.deal_id
        and {{ left }}.component_id = {{ right }}.component_id
        and {{ left }}.terms_from = {{ right }}.terms_from
{%- endmacro %}
