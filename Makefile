# The commands of a checkout. `make run` serves the site; `make test` runs everything that CI runs.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
API := web/src/api/openapi.json web/src/api/schema.gen.ts web/src/api/staff-openapi.json web/src/api/staff-schema.gen.ts
DJANGO := DATABASE_URL= DJANGO_SETTINGS_MODULE=matinee.server.config.settings $(BIN)/python -W ignore -m django
SPECTACULAR = $(DJANGO) spectacular --validate --fail-on-warn --format openapi-json
SET_UP := @$(PYTHON) tools/bootstrap.py
RUN_PARALLEL := $(BIN)/python -m tests.run_parallel
# About half of the time: tests that start processes or many threads, and many small ones.
PROCESSES := tests/faults tests/properties tests/races tests/live tests/rules tests/docs tests/benches tests/api
QUICK := -m 'not (faults or screens or site or slow)'

export PORT
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Container images set it. Without compiled modules, each process of the site takes seconds of CPU to start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run dev web check quick quick-static test test-processes test-others faults screens bench schema schema-unchanged messages

help: ## lists the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: web ## the site at http://localhost:8000, with two demo cinemas
	@exec $(BIN)/matinee serve

dev: web ## the web app with hot reload, in front of the running site
	@$(BIN)/matinee serve & trap 'kill $$!; wait' EXIT; cd web && MATINEE_URL=http://localhost:$(PORT) npm run dev

web:
	$(SET_UP) python words web

check: web ## linters, types, import rules, generated files, licences, known vulnerabilities
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python tools/messages.py check
	npm --prefix web run --silent check
	$(SET_UP) html
	npm --prefix web/tools/html-check run --silent check
	$(DJANGO) makemigrations --check --dry-run
	@$(MAKE) --no-print-directory schema-unchanged
	REDOCLY_SUPPRESS_UPDATE_NOTICE=true npm --prefix web/tools/api-types run --silent lint
	@$(BIN)/python tools/audit.py

quick: ## in about two minutes: linters, types, import rules, tests of rules, services, API and web app
	$(SET_UP) python words packages types
	@$(RUN_PARALLEL) "static: $(MAKE) --no-print-directory quick-static" \
	"api: $(BIN)/pytest tests/api tests/rules --ignore=tests/api/staff $(QUICK)" "services: $(BIN)/pytest tests/services tests/api/staff $(QUICK)"

quick-static:
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	npm --prefix web run --silent test

test: web ## everything that CI runs
	$(SET_UP) browser html
	@$(RUN_PARALLEL) "processes: $(MAKE) --no-print-directory test-processes" \
	"others: $(MAKE) --no-print-directory test-others"

test-processes:
	npm --prefix web run --silent test
	$(BIN)/pytest $(PROCESSES)

test-others: check
	$(BIN)/pytest $(PROCESSES:%=--ignore=%)

faults: web ## what takes too long for `make test`: the whole protocol model, crashes and wrong clocks, fuzzing
	$(SET_UP) spin proxies
	$(BIN)/pytest -m faults
	$(BIN)/python -m tests.faults.histories
	MATINEE_FUZZ=long $(BIN)/pytest -o timeout=0 -o faulthandler_timeout=0 tests/properties

bench: web ## what it costs and how quick it is; writes docs/performance.md
	$(SET_UP) lighthouse browser wrk
	@export BENCH_RESULTS=$$(mktemp) && for file in benches/[a-z]*.py; do \
	$(BIN)/python -m benches.$$(basename $$file .py) || exit 1; done && $(BIN)/python -m benches.rig.page $$BENCH_RESULTS

screens: web ## every screen in each size and theme: checks, then pictures for docs/screens
	$(SET_UP) html lighthouse browser firefox
	$(BIN)/pytest -m screens
	$(BIN)/python -m tests.screens.screenshots

schema: ## the API descriptions and the web apps' types
	$(SET_UP) python types
	$(SPECTACULAR) --urlconf matinee.api.public.urls --file web/src/api/openapi.json
	$(SPECTACULAR) --urlconf matinee.api.staff.urls --custom-settings matinee.api.staff.site.schema.SETTINGS \
	--file web/src/api/staff-openapi.json
	npm --prefix web/tools/api-types run --silent generate

messages: ## new sentences into the catalogues, of the server and of the web app
	$(SET_UP) python packages
	$(BIN)/python tools/messages.py extract
	npm --prefix web run --silent catalogues

schema-unchanged:
	@before=$$(cat $(API) | cksum) && $(MAKE) --no-print-directory schema && test "$$before" = "$$(cat $(API) | cksum)" \
	|| { echo "The API's description changed. Look at it and commit it: $(API)"; exit 1; }
