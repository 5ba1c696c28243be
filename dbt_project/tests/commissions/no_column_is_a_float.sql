{#- No amount, rate or quantity is a float, in any schema of the warehouse (COMMISSIONS, Money). -#}
select 'all' as program_id, table_schema, table_name, column_name, data_type
from information_schema.columns
where lower(data_type) in ('float', 'double', 'real', 'float4', 'float8')
