with
sentences as (
    select * from {{ ref('stg_terms__sentences') }}
),

deal_versions as (
    select * from {{ ref('stg_terms__deal_versions') }}
),

components as (
    select * from {{ ref('stg_terms__deal_components') }}
),

final as (
    select
        sentences.program_id,
        sentences.deal_id,
        deal_versions.partner_id,
        deal_versions.plan_id,
        deal_versions.plan_version_no,
        sentences.component_id,
        sentences.valid_from,
        coalesce(components.valid_to, deal_versions.valid_to) as valid_to,
        sentences.language,
        sentences.position,
        sentences.sentence,
    from sentences
    inner join deal_versions
        on
            sentences.program_id = deal_versions.program_id
            and sentences.deal_id = deal_versions.deal_id
            and sentences.valid_from between deal_versions.valid_from and deal_versions.valid_to
    left join components
        on
            sentences.program_id = components.program_id
            and sentences.deal_id = components.deal_id
            and sentences.component_id = components.component_id
            and sentences.valid_from = components.valid_from
)

select * from final
