{#-
    Texts joined by a bar, a missing one as empty. Every key is made here: what tools make of a null
    among the arguments of concat_ws differs (SQLMesh rewrites it so that the whole is null).
-#}
{% macro joined_text(expressions) -%}
    concat_ws('|', {% for expression in expressions -%}
        coalesce(cast({{ expression }} as varchar), ''){{ ', ' if not loop.last }}
    {%- endfor %})
{%- endmacro %}

{#-
    A whole number that stands for values, for joins over many rows. It lives in the warehouse only:
    rows that meet by it were given it by the same build or from a stored column, never by a reader.
    Unlike keys meet once in billions of millions; tests of uniqueness hold it.
-#}
{% macro key_of(expressions) -%}
    {{ return(adapter.dispatch('key_of')(expressions)) }}
{%- endmacro %}
{% macro default__key_of(expressions) -%}
    cast(hash({{ expressions | join(', ') }}) >> 1 as bigint)
{%- endmacro %}
{% macro spark__key_of(expressions) -%}
    abs(xxhash64({{ expressions | join(', ') }}))
{%- endmacro %}

{#-
    A number for a partner, and whether the account is the partner's own: what many facts of clients
    are joined to spans of terms by.
-#}
{% macro member_key_of(program_id, partner_id, is_own) -%}
    {{ return(key_of([program_id, partner_id, is_own])) }}
{%- endmacro %}

{#- The same where the number must outlive an upgrade of the engine: few rows, by md5. -#}
{% macro lasting_key_of(expressions) -%}
    {{ return(adapter.dispatch('lasting_key_of')(expressions)) }}
{%- endmacro %}
{% macro default__lasting_key_of(expressions) -%}
    cast(md5_number_lower({{ joined_text(expressions) }}) >> 1 as bigint)
{%- endmacro %}
{% macro spark__lasting_key_of(expressions) -%}
    cast(conv(
        substr(md5({{ joined_text(expressions) }}), 1, 15), 16, 10
    ) as bigint)
{%- endmacro %}

{#- Levels that one row of terms and amounts holds side by side; a deeper chain takes more rows. -#}
{% macro lot_slots() -%} {{ return(range(5)) }} {%- endmacro %}

{#-
    What a lot_key has of an account that stands under a partner, and the whole key. `account` is a
    relation of int_accounts__placed's columns or the like. Null where nobody stands above.
-#}
{% macro lot_part_key(account, partner_id, campaign=none) -%}
    case when {{ partner_id }} is not null then {{ key_of([
            account ~ '.program_id',
            partner_id,
            account ~ '.own_partner_id is not null',
            account ~ '.is_demo',
            account ~ '.lot_account_type',
            account ~ '.profile_country',
            campaign or account ~ '.profile_campaign',
        ]) }} end
{%- endmacro %}

{#- `symbol` where terms of the program use it, else null. -#}
{% macro lot_key_of(part_key, brand_key, symbol) -%}
    case when {{ part_key }} is not null then {{ key_of([part_key, brand_key, symbol]) }} end
{%- endmacro %}

{#- What a rate can depend on, as a text; `kind` is a relation with the account's part of it. -#}
{% macro profile_key_of(kind, symbol) -%}
    {{ joined_text([
            "case when " ~ kind ~ ".is_demo then 'demo' else 'live' end",
            kind ~ '.account_type',
            symbol,
            kind ~ '.profile_country',
            kind ~ '.profile_campaign',
        ]) }}
{%- endmacro %}
