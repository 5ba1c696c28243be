# Two commands do everything: `make up` and `make test`. The others are for people who work on the code.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

.PHONY: up down test test-long lint lint-python lint-sql format lock install help

up: ## Install, make the demo programs, run the pipeline, start everything; Ctrl-C stops it
	@$(PYTHON) .ci/preflight.py ports
	@PYTHON=$(PYTHON) .ci/install
	@exec $(BIN)/openbook up

down: ## Stop what `make up` started
	@$(BIN)/openbook down

test: install ## Every test but those marked long, and the linters
	@.ci/browser
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

test-long: install ## The tests that take minutes
	@.ci/browser
	@$(BIN)/python -m pytest -q -m long

lint: ## Style, types, import rules
	@$(MAKE) --no-print-directory -j 2 --output-sync lint-python lint-sql

lint-python:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy
	@$(BIN)/djlint portal --lint --quiet

lint-sql:
	@OPENBOOK_WAREHOUSE=:memory: $(BIN)/sqlfluff lint dbt_project/models --disable-progress-bar

format: ## Write the style into the files
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
	@$(BIN)/djlint portal --reformat --quiet || true

install:
	@$(PYTHON) .ci/preflight.py
	@PYTHON=$(PYTHON) .ci/install

lock: ## Resolve pyproject.toml anew into requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --quiet -o requirements.lock

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14
