# The commands people and CI use. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
ENVIRONMENT := source scripts/environment.sh

.PHONY: help setup setup-next setup-bench setup-browser demo up down run secrets pictures test format lint types borders sql tests bench soak lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready .airflow/.ready ## Virtual environment from the hashed lock, Airflow home in this checkout

.venv/.ready: requirements/bootstrap.lock requirements/dev.lock pyproject.toml
	@echo "Setting up .venv (about 210 packages from requirements/dev.lock) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements/dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.airflow/.ready: .venv/.ready
	@echo "Setting up Airflow in .airflow …"
	@mkdir -p .airflow
	@$(ENVIRONMENT); airflow db migrate > .airflow/setup.log 2>&1 || { tail -n 20 .airflow/setup.log; exit 1; }
	@$(ENVIRONMENT); airflow pools set warehouse 1 "DuckDB admits one writer" >> .airflow/setup.log 2>&1
	@touch $@

setup-next: .duckdb-next/.ready ## DuckDB 2.0 beside the pinned one, to prove the SQL on both

.duckdb-next/.ready: .venv/.ready requirements/duckdb-next.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --target .duckdb-next --require-hashes -r requirements/duckdb-next.lock
	@touch $@

setup-bench: .bench-peers/.ready ## What the tagger is measured against (pyahocorasick, spaCy), apart from the project's own packages

.bench-peers/.ready: .venv/.ready requirements/bench.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --target .bench-peers --require-hashes -r requirements/bench.lock
	@touch $@

setup-browser: ## A browser for the page tests: Debian's Chromium, where apt and root exist
	@scripts/browser.sh

demo: setup ## The main job, end to end, through the real DAGs on the bundled newsroom; no network needed
	@$(ENVIRONMENT); python scripts/demo.py

up: setup ## Airflow on 127.0.0.1:8080 (PORT) with its pages: the sample newsroom, or live with TRUCEWATCH_CONTACT
	@$(ENVIRONMENT); python scripts/airflow_here.py up

down: ## End what `make up` started, all of it
	@if [ -x $(BIN)/python ]; then $(ENVIRONMENT); python scripts/airflow_here.py down; fi

secrets: .venv/.ready ## Write .env for docker-compose.yaml, with secrets of its own
	@$(ENVIRONMENT); python scripts/make_secrets.py

pictures: demo ## The pictures of the README, from the demo (needs a browser)
	@$(ENVIRONMENT); python scripts/pictures.py

run: setup ## The main job once on the live sources of the pack (needs TRUCEWATCH_CONTACT and a network)
	@$(ENVIRONMENT); trucewatch run

# The checks that read the code run beside the tests: those of the pages wait for Airflow half of their time.
test: setup setup-next ## All that CI runs
	@$(MAKE) --no-print-directory --keep-going format lint types borders sql > .venv/checks.log 2>&1 & checks=$$!; \
	status=0; $(MAKE) --no-print-directory tests || status=$$?; \
	wait $$checks || status=$$?; \
	echo "Formatting, style, types, borders, SQL:"; cat .venv/checks.log; exit $$status

format: .venv/.ready ## Formatting is as ruff writes it
	@$(BIN)/ruff format --check .

lint: .venv/.ready ## Style, unused dependencies, spelling
	@$(BIN)/ruff check .
	@$(BIN)/deptry . > /dev/null 2> .venv/deptry.log || { cat .venv/deptry.log; exit 1; }
	@$(BIN)/codespell

types: .venv/.ready ## mypy --strict
	@$(BIN)/mypy

borders: .venv/.ready ## Who may import whom
	@$(BIN)/lint-imports --no-cache

sql: .venv/.ready ## SQL style
	@$(BIN)/sqlfluff lint --disable-progress-bar sql

# Four lanes side by side on two cores, about as much work each: those with Airflow and a browser wait half of their time.
# A fifth saved nothing, and made tests that look at a clock wait for the processor.
LATER := $(addprefix tests/run/test_,wires.py revisits.py replay.py collecting.py) \
	$(addprefix tests/warehouse/test_,kills.py publication.py visits.py memory.py)
BESIDE := $(addprefix tests/run/test_,exporting.py failing_runs.py wiring.py)
HOUSE := tests/end_to_end tests/run
PAGES := tests/browser tests/deploy
FAULTS := tests/faults
ROOMS := $(addprefix tests/,bench dags lifecycle plugins report sql validate warehouse)
NEXT := tests/sql $(addprefix tests/warehouse/test_,health.py loading.py)
LANES := lane-rooms lane-house lane-pages
PYTEST := pytest -q
ON_NEXT := PYTHONPATH=.duckdb-next:$$PYTHONPATH pytest -q -m 'not slow and not soak'
both = @$(ENVIRONMENT); { failed=0; $(1) || failed=1; $(2) || failed=1; exit $$failed; }

tests: setup setup-next ## The tests alone; those of the SQL a second time, on the next DuckDB
	@status=0; export SHARED_BY_TESTS=$$(mktemp -d); trap 'rm -rf "$$SHARED_BY_TESTS"' EXIT; \
	$(MAKE) --no-print-directory --keep-going --jobs lane-rest $(LANES) || status=$$?; \
	for lane in $(LANES); do echo "$$lane:"; cat .venv/$$lane.log; done; exit $$status

.PHONY: lane-rest $(LANES)

lane-rest:
	$(call both,$(PYTEST) $(addprefix --ignore ,$(HOUSE) $(PAGES) $(FAULTS) $(ROOMS)),$(PYTEST) $(LATER))

lane-rooms:
	$(call both,$(PYTEST) $(addprefix --ignore ,$(LATER)) $(ROOMS),$(ON_NEXT) $(NEXT)) > .venv/$@.log 2>&1

lane-house:
	@$(ENVIRONMENT); $(PYTEST) $(addprefix --ignore ,$(LATER) $(BESIDE)) $(HOUSE) > .venv/$@.log 2>&1

lane-pages:
	$(call both,$(PYTEST) $(PAGES),$(PYTEST) $(FAULTS) $(BESIDE)) > .venv/$@.log 2>&1

bench: .venv/.ready .bench-peers/.ready ## 2,000 sources collected twice, 5,000 wire files, 20 MB tagged, 300,000 texts compared, as many articles asked, 6,000 validated (BENCH, WIRE, TAG, LIKE, ASK, VALIDATE: options)
	@status=0; $(BIN)/python -m bench.collect $(BENCH) || status=$$?; \
	echo; $(BIN)/python -m bench.wire $(WIRE) || status=$$?; \
	echo; $(BIN)/python -m bench.tagging $(TAG) || status=$$?; \
	echo; $(BIN)/python -m bench.likeness $(LIKE) || status=$$?; \
	echo; $(BIN)/python -m bench.questions $(ASK) || status=$$?; \
	echo; $(BIN)/python -m bench.validation $(VALIDATE) || status=$$?; exit $$status

soak: .venv/.ready ## Run after run while outlets publish, move and fail; 1,000 lives of wire stories (SOAK="--runs 120")
	@$(BIN)/python -m bench.soak $(SOAK)
	@$(ENVIRONMENT); pytest -q -m soak

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	--python-version 3.11 pyproject.toml

lock: .venv/.ready ## Write the locks anew from pyproject.toml (needs a network)
	@$(LOCK) --extra dev -o requirements/dev.lock
	@$(LOCK) --extra airflow --extra notify --extra server -o requirements/server.lock
	@$(LOCK:pyproject.toml=requirements/bench.in) -o requirements/bench.lock

clean: down ## Remove everything that setup and runs made, except data/
	@rm -rf .venv .airflow .duckdb-next .bench-peers data-demo build dist .mypy_cache .ruff_cache .pytest_cache
