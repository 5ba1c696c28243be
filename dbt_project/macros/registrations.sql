{#-
    `applies_by: registration` (RULINGS, Which terms): a component of a version counts the clients
    that registered in its days, older ones and those without a registration by the first version.
    Only programs that have such a component are looked up, so the join is empty for the others.
-#}
{% macro registration_days() -%}
    select clients.program_id, clients.client_id, clients.registered_on
    from {{ ref('int_clients__registered') }} as clients
    where clients.program_id in (
        select program_id
        from {{ ref('stg_terms__deal_components') }}
        where registered_from is not null
    )
{%- endmacro %}

{% macro is_in_version(registered, terms) -%}
    coalesce({{ registered }}.registered_on, date '1900-01-01')
        between coalesce({{ terms }}.registered_from, date '1900-01-01')
        and coalesce({{ terms }}.registered_to, {{ forever() }})
{%- endmacro %}

{#- The id of a component as its plan writes it. -#}
{% macro plan_component_id(component_id) -%}
    {{ return(adapter.dispatch('plan_component_id')(component_id)) }}
{%- endmacro %}
{% macro default__plan_component_id(component_id) -%}
    split_part({{ component_id }}, '@', 1)
{%- endmacro %}
{% macro spark__plan_component_id(component_id) -%}
    substring_index({{ component_id }}, '@', 1)
{%- endmacro %}

{#- Lines of a type with the component's id as its plan writes it; plain lots have no other. -#}
{% macro shown_lines(type) -%}
    select
        {%- for name, _ in line_columns() %}
        {% if name == 'component_id' and type != 'per_lot' -%}
        {{ plan_component_id('component_id') }} as component_id
        {%- else -%} {{ name }} {%- endif %}{{ ',' if not loop.last }}
        {%- endfor %},
        {{ 'true' if type == 'per_lot' else 'false' }} as is_plain
    from {{ ref('com_lines__' ~ type) }}
{%- endmacro %}
