{#- Over 120 lines: the plain and the fine way of one sum, and what both read. -#}
{#-
    Client days added up by share, period and product: every named sum side by side, in the deal's
    currency, each row exchanged at its own day's rate. Bit n of `found_bits` says that the nth sum
    had a row that is not 0, of `lacking_bits` that such a row has no exchange rate.
-#}

{#-
    Rows that are neither exchanged nor told apart by client: joined by few keys, added up in 18
    digits. `has` gives the sums that the relation `days` can have; where it has no `net_deposits`,
    those are its charge-backs.
-#}
{% macro revshare_plain_sums(days, has) -%}
    select
        spans.share_no,
        periods.period_no,
        days.product,
        {% for code, sum in has.items() -%}
        sum({{ sum }}) as {{ code }},
        {% endfor -%}
        bit_or(
            {% for code in revshare_sums() -%}
            {% set seen = has.get(code, has['chargebacks'] if code == 'net_deposits') -%}
            {% if seen -%}
            case when {{ seen }} <> 0 then {{ 2 ** loop.index0 }} else 0 end +
            {% endif -%}
            {% endfor -%} 0
        ) as found_bits,
        max(days.recorded_at) as recorded_at
    from {{ days }} as days
    inner join plain_spans as spans
        on days.member_key = spans.member_key
        and days.brand_key = spans.brand_key
        and days.currency_code = spans.currency_code
        and days.event_on between spans.valid_from and spans.valid_to
    inner join periods
        on spans.calendar_key = periods.calendar_key
        and days.event_on = periods.day
    group by spans.share_no, periods.period_no, days.product
{%- endmacro %}

{#-
    Every other row: by client or record where the share asks for them (`each_client`: by client
    where it does not), exchanged where its currency is another one.
-#}
{% macro revshare_fine_sums(spans, each_client=false) -%}
    select
        share_no,
        period_no,
        product,
        client_id,
        record_key,
        {% for code in revshare_sums() -%}
        cast(
            sum(case when is_same then {{ code }} else cast(0 as decimal(18,4)) end)
            + sum(case
                when is_same or {{ code }} = 0 then cast(0 as {{ exact_type() }})
                else {{ exact(code ~ ' * coalesce(fx_rate, 0)') }}
            end)
            as {{ exact_type() }}
        ) as {{ code }},
        {% endfor -%}
        cast(sum(case
            when edge is null or stakes = 0 then cast(0 as {{ exact_type() }})
            else {{ exact(
                'cast(stakes * edge as decimal(28,10))
                * case when is_same then 1 else coalesce(fx_rate, 0) end'
            ) }}
        end) as {{ exact_type() }}) as theoretical,
        max(case when edge is null or stakes = 0 then 0 else 1 end) as has_theoretical,
        bit_or(bits) as found_bits,
        bit_or(case when is_same or fx_rate is not null then 0 else bits end) as lacking_bits,
        max(recorded_at) as recorded_at
    from (
        select
            *,
            {% for code in revshare_sums() -%}
            case when {{ code }} <> 0 then {{ 2 ** loop.index0 }} else 0 end
            {{- ' +' if not loop.last }}
            {% endfor -%} as bits
        from (
            select
                spans.share_no,
                periods.period_no,
                days.product,
                {{ 'days.client_id' if each_client else
                    "case when spans.is_by_client then days.client_id else '' end" }} as client_id,
                case when spans.is_by_record then days.record_key else '' end as record_key,
                days.recorded_at,
                days.currency_code = spans.currency_code as is_same,
                exchange.fx_rate,
                {% for code, sum in revshare_sums().items() -%}
                {{ sum }} as {{ code }},
                {% endfor -%}
                coalesce(edges.edge, spans.edge) as edge
            from {{ ref('int_client_days__summed') }} as days
            inner join {{ spans }} as spans
                on days.program_id = spans.program_id
                and days.partner_id = spans.member_partner_id
                and days.brand_key = spans.brand_key
                and days.is_own = spans.is_own
                and days.event_on between spans.valid_from and spans.valid_to
            inner join periods
                on spans.program_id = periods.program_id
                and spans.calendar_id = periods.calendar_id
                and days.event_on = periods.day
            left join edges
                on spans.share_no = edges.share_no
                and days.product = edges.product
            left join exchange
                on days.program_id = exchange.program_id
                and days.event_on = exchange.event_on
                and days.currency_code = exchange.source_currency_code
                and spans.currency_code = exchange.currency_code
            left join registered
                on days.program_id = registered.program_id
                and days.client_id = registered.client_id
            where {{ is_in_version('registered', 'spans') }}
                and days.currency_code is not null
                {% if not each_client -%}
                and (spans.is_by_client or days.currency_code <> spans.currency_code)
                {%- endif %}
        ) as named
    ) as marked
    where bits > 0
    group by share_no, period_no, product, client_id, record_key
{%- endmacro %}

{#- What both read. -#}
{% macro revshare_sums_sources() -%}
spans as (
    select * from {{ ref('int_revshare_spans__numbered') }}
),

periods as (
    select
        program_id, calendar_id, day, period_no,
        {{ key_of(['program_id', 'calendar_id']) }} as calendar_key
    from {{ ref('int_periods__daily') }}
),

edges as (
    select distinct spans.share_no, edges.product, edges.edge
    from spans
    inner join {{ ref('stg_terms__deal_edges') }} as edges
        on {{ same_component('spans', 'edges', 'terms_from') }}
    where edges.product is not null
),

exchange as (
    select program_id, event_on, source_currency_code, currency_code, fx_rate
    from {{ ref('int_fx_rates__daily') }}
    where source_currency_code <> currency_code
),

registered as (
    {{ registration_days() }}
),
{%- endmacro %}
