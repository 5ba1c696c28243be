{#- A client that qualified counts 1, at the fact with which it did; stepped: once per step. -#}
with

qualified as (
    select * from {{ ref('int_cpa_clients__qualified') }}
),

steps as (
    select * from {{ ref('int_cpa_steps__reached') }}
),

records as (
    select program_id, record_key, product, brand, file_name, file_row, recorded_at
    from {{ ref('int_conversions__attributed') }}
    union all
    select program_id, record_key, product, brand, file_name, file_row, recorded_at
    from {{ ref('stg_raw__activity') }}
    union all
    select
        program_id, record_key, cast(null as varchar) as product, brand, file_name, file_row,
        recorded_at
    from {{ ref('int_trades__attributed') }}
),

clients as (
    select program_id, client_id, registered_on, country from {{ ref('int_clients__registered') }}
),

attributions as (
    select * from {{ ref('int_attributions__resolved') }}
),

-- Country is the client's; campaign and sub-id belong to whose link it was
judged as (
    select
        qualified.*,
        records.product,
        records.brand,
        records.file_name,
        records.file_row,
        records.recorded_at,
        clients.country,
        {{ owned_campaign('attributions.partner_id', 'attributions.campaign') }} as campaign,
        attributions.link_code,
        attributions.sub1,
        steps.rate as given_rate,
        steps.step_no as given_step_no
    from qualified
    left join steps
        on {{ same_terms('qualified', 'steps') }}
        and qualified.record_key = steps.record_key
        and qualified.part_no = steps.part_no
    inner join records
        on qualified.program_id = records.program_id
        and qualified.record_key = records.record_key
    left join clients
        on qualified.program_id = clients.program_id
        and qualified.client_id = clients.client_id
    left join attributions
        on qualified.program_id = attributions.program_id
        and qualified.client_id = attributions.client_id
        and case qualified.cpa_partner
            when 'registration' then clients.registered_on
            else qualified.event_on
        end between attributions.valid_from and attributions.valid_to
),

final as (
    select
        {%- set given = {} -%}
        {%- for name in ['program_id', 'record_key', 'component_id', 'part_no', 'brand_key',
            'event_on', 'occurred_at', 'client_id', 'product', 'brand', 'country', 'campaign',
            'link_code', 'sub1', 'given_rate', 'given_step_no',
            'file_name', 'file_row', 'recorded_at'] -%}
        {%- do given.update({name: name}) -%}
        {%- endfor -%}
        {%- do given.update({
            'component_type': "'cpa'",
            'lead_deal_id': 'deal_id',
            'lead_terms_from': 'terms_from',
            'chain_partner_id': 'partner_id',
            'direct_partner_id': 'partner_id',
            'is_own': 'false',
            'base_distance': '0',
            'lead_distance': '0',
            'raw_quantity': '1',
            'quantity_unit': "'clients'",
            'quantity': '1',
            'step_value': '1',
            'is_rejected': 'is_excluded',
            'is_refunded': 'false',
        }) -%}
        {{ select_columns(quantity_columns(), given) }}
    from judged
)

select * from final
