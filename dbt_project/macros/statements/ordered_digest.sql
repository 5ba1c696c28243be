{#- sha256 (hex) over texts joined in an order; the digest of a statement over its row hashes. -#}
{% macro ordered_digest(text, position) -%}
    {{ return(adapter.dispatch('ordered_digest')(text, position)) }}
{%- endmacro %}

{% macro default__ordered_digest(text, position) -%}
    sha256(string_agg({{ text }}, '' order by {{ position }}))
{%- endmacro %}

{% macro spark__ordered_digest(text, position) -%}
    sha2(array_join(
        transform(
            array_sort(collect_list(struct({{ position }}, {{ text }}))), row -> row.{{ text }}
        ),
        ''
    ), 256)
{%- endmacro %}
