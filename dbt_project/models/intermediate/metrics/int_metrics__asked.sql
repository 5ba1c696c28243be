{#-
    What steps, gates and levels ask of a partner's facts: each metric once per component and terms.
    The subject is the deal's partner; `qualifies_when` asks each member of its chain.
-#}
{%- set ask_keys = 'program_id, deal_id, component_id, terms_from' -%}
with

components as (
    select
        program_id, partner_id, deal_id, component_id, terms_from, component_type, family,
        calendar_id, currency_code, own_account, tier_kind, tier_metric, tier_look_back,
        tier_look_back_n, tier_network, gate_metric, gate_look_back, gate_look_back_n,
        gate_network, qualifies_metric, qualifies_network, active_metric, active_minimum,
        min(valid_from) as valid_from, max(valid_to) as valid_to
    from {{ ref('int_components__by_brand') }}
    group by all
),

chains as (
    select program_id, partner_id, ancestor_id, valid_from, valid_to
    from {{ ref('int_partner_chains__dated') }}
),

asks as (
    select
        {{ ask_keys }}, partner_id as subject_partner_id, tier_metric as metric,
        tier_look_back as look_back, tier_look_back_n as look_back_n, tier_network as network
    from components
    where tier_kind <> 'single'
    union
    select
        components.program_id, components.deal_id, components.component_id, components.terms_from,
        components.partner_id, conditions.metric, conditions.look_back, conditions.look_back_n,
        coalesce(conditions.network, false)
    from components
    inner join {{ ref('stg_terms__deal_step_conditions') }} as conditions
        on {{ same_component('components', 'conditions', 'terms_from') }}
    union
    select
        {{ ask_keys }}, partner_id, gate_metric, gate_look_back, gate_look_back_n, gate_network
    from components
    where gate_metric is not null
    union
    select
        components.program_id, components.deal_id, components.component_id, components.terms_from,
        chains.ancestor_id, components.qualifies_metric, null, null, components.qualifies_network
    from components
    inner join chains
        on components.program_id = chains.program_id
        and components.partner_id = chains.partner_id
        and components.valid_from <= chains.valid_to
        and chains.valid_from <= components.valid_to
    where components.qualifies_metric is not null
),

final as (
    select
        asks.program_id,
        asks.deal_id,
        asks.component_id,
        asks.terms_from,
        asks.subject_partner_id,
        components.partner_id,
        components.component_type,
        components.family,
        components.calendar_id,
        components.currency_code,
        components.own_account,
        components.active_metric,
        components.active_minimum,
        components.valid_from,
        components.valid_to,
        asks.metric,
        asks.look_back,
        asks.look_back_n,
        asks.network,
        {{ metric_key('asks.') }} as metric_key
    from asks
    inner join components on {{ same_terms('asks', 'components') }}
    where asks.metric in ({% for metric in counted_metrics() -%}
        '{{ metric }}',
    {%- endfor %} 'commission')
)

select * from final
