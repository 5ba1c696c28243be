{#- Named fees of activity, as finely as int_revshare_sums__by_period. -#}
{{ revshare_fees_by_period() }}
