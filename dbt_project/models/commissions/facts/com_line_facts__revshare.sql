{{ no_rows(fact_columns()) }}
