{#- Over 120 lines: conditions, steps and windows of one line together. -#}
with

lines as (
    select
        lines.program_id, lines.period_id, lines.line_id, lines.client_id, lines.event_record_key,
        lines.component_id, coalesce(steps.part_no, 1) as part_no, lines.currency_code
    from {{ ref('com_lines__events') }} as lines
    left join {{ ref('int_cpa_steps__reached') }} as steps
        on lines.program_id = steps.program_id
        and lines.deal_id = steps.deal_id
        and lines.component_id = steps.component_id
        and lines.event_record_key = steps.record_key
        and lines.step_no = steps.step_no
    where lines.component_type = 'cpa' and lines.level = 0 and lines.line_kind = 'earned'
),

judged as (
    select * from {{ ref('int_cpa_conditions__judged') }}
),

qualified as (
    select * from {{ ref('int_cpa_clients__qualified') }}
),

records as (
    select program_id, record_key, file_name, file_row from {{ ref('int_conversions__attributed') }}
    union all
    select program_id, record_key, file_name, file_row from {{ ref('stg_raw__activity') }}
    union all
    select program_id, record_key, file_name, file_row from {{ ref('int_trades__attributed') }}
),

-- The moment that made each condition hold, as late as the qualifying one
first_met as (
    select
        judged.program_id,
        judged.client_id,
        judged.component_id,
        judged.deal_id,
        judged.part_no,
        judged.position,
        judged.record_key,
        judged.event_on
    from judged
    inner join qualified
        on judged.program_id = qualified.program_id
        and judged.client_id = qualified.client_id
        and judged.component_id = qualified.component_id
        and judged.deal_id = qualified.deal_id
        and judged.part_no = qualified.part_no
        and judged.moment_no <= qualified.moment_no
    where judged.is_met
    qualify row_number() over (
        partition by
            judged.program_id, judged.client_id, judged.component_id, judged.deal_id,
            judged.part_no, judged.position
        order by judged.moment_no
    ) = 1
),

found as (
    select
        lines.program_id,
        lines.period_id,
        lines.line_id,
        lines.currency_code,
        judged.position,
        judged.metric,
        judged.anchor,
        judged.within_days,
        judged.anchor_on,
        judged.threshold,
        judged.value,
        first_met.record_key,
        records.file_name,
        records.file_row
    from lines
    inner join judged
        on lines.program_id = judged.program_id
        and lines.client_id = judged.client_id
        and lines.component_id = judged.component_id
        and lines.part_no = judged.part_no
        and lines.event_record_key = judged.record_key
    inner join qualified
        on judged.program_id = qualified.program_id
        and judged.client_id = qualified.client_id
        and judged.component_id = qualified.component_id
        and judged.deal_id = qualified.deal_id
        and judged.cpa_partner = qualified.cpa_partner
        and judged.partner_id = qualified.partner_id
        and judged.part_no = qualified.part_no
        and judged.moment_no = qualified.moment_no
    left join first_met
        on judged.program_id = first_met.program_id
        and judged.client_id = first_met.client_id
        and judged.component_id = first_met.component_id
        and judged.deal_id = first_met.deal_id
        and judged.part_no = first_met.part_no
        and judged.position = first_met.position
    left join records
        on first_met.program_id = records.program_id
        and first_met.record_key = records.record_key
),

final as (
    select
        {{- select_columns(fact_columns(), {
            'program_id': 'program_id',
            'period_id': 'period_id',
            'line_id': 'line_id',
            'section': "'condition'",
            'position': 'position',
            'code': 'metric',
            'subject': 'anchor',
            'asked': 'cast(threshold as decimal(38,4))',
            'found': 'cast(value as decimal(38,4))',
            'verdict': "'met'",
            'amount': 'value',
            'quantity': 'within_days',
            'unit': "case
                when metric in ('lots', 'trades') then metric
                when metric <> 'identity_verified' then currency_code
            end",
            'on_date': 'anchor_on',
            'ref': 'record_key',
            'file_name': 'file_name',
            'file_row': 'file_row',
        }) }}
    from found
)

select * from final
