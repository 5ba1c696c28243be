"""The warehouse as Dagster assets: feeds, terms, dbt models; one function refreshes them all."""
