{{ no_rows(unpaid_columns()) }}
