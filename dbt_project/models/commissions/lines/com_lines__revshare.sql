{{ no_rows(line_columns()) }}
