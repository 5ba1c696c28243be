{#-
    The caps of every version of a component that has caps in some version: a life cap counts what
    was earned before, whatever an earlier version said (RULINGS, Which terms).
-#}
with

caps as (
    select * from {{ ref('stg_terms__deal_caps') }}
),

capped as (
    select distinct program_id, deal_id, component_id from caps
),

versions as (
    select terms.program_id, terms.deal_id, terms.component_id, terms.valid_from, terms.calendar_id
    from {{ ref('stg_terms__deal_components') }} as terms
    inner join capped
        on terms.program_id = capped.program_id
        and terms.deal_id = capped.deal_id
        and terms.component_id = capped.component_id
    where terms.family = 'event'
),

final as (
    select
        versions.program_id,
        versions.deal_id,
        versions.component_id,
        versions.valid_from as terms_from,
        versions.calendar_id,
        {%- for per, reach in [('event', none), ('client', 'period'), ('client', 'life'),
            ('deal', 'period'), ('deal', 'life')] %}
        {%- for kind in ['amount', 'count'] if reach or kind == 'amount' %}
        min(
            case
                when caps.per = '{{ per }}' and caps.kind = '{{ kind }}'
                    {%- if reach %} and caps.cap_window = '{{ reach }}'{% endif %}
                    then caps.cap_value
            end
        ) as {{ [per, reach, kind] | select | join('_') }},
        {%- endfor %}
        {%- endfor %}
        count(caps.cap_no) as cap_count
    from versions
    left join caps on {{ same_component('versions', 'caps') }}
    group by
        versions.program_id, versions.deal_id, versions.component_id, versions.valid_from,
        versions.calendar_id
)

select * from final
