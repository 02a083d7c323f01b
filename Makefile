# The commands of a checkout. `make run` serves the site, `make test` runs everything that CI runs.

PYTHON ?= python3
PORT ?= 8000
export PORT
export PATH := $(CURDIR)/.venv/bin:$(PATH)
SCHEMA := web/src/api/openapi.json web/src/api/schema.gen.ts
DJANGO := DATABASE_URL= python -W ignore -m django
export DJANGO_SETTINGS_MODULE := matinee.server.settings

.PHONY: run dev web test check schema schema-unchanged

run:
	@$(PYTHON) bootstrap.py python web
	@exec .venv/bin/matinee serve

web:
	@$(PYTHON) bootstrap.py python web

dev:
	@$(PYTHON) bootstrap.py python web
	@.venv/bin/matinee serve & trap 'kill $$!; wait' EXIT; cd web && MATINEE_URL=http://localhost:$(PORT) npm run dev

check:
	@$(PYTHON) bootstrap.py python web types
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	npm --prefix web run --silent check
	$(DJANGO) makemigrations --check --dry-run
	@$(MAKE) --no-print-directory schema-unchanged

test: check
	@$(PYTHON) bootstrap.py browser
	npm --prefix web run --silent test
	pytest

schema:
	@$(PYTHON) bootstrap.py python web types
	$(DJANGO) spectacular --validate --fail-on-warn --format openapi-json --file web/src/api/openapi.json
	npm --prefix web/tools/api-types run --silent generate

schema-unchanged:
	@before=$$(cat $(SCHEMA) | cksum); $(MAKE) --no-print-directory schema; test "$$before" = "$$(cat $(SCHEMA) | cksum)" || \
	{ echo "The API's description changed. Look at it and commit it: $(SCHEMA)"; exit 1; }
