# `make run` and `make test` are all a newcomer needs; both begin with installing into .venv what is not there yet.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check install -q --use-pep517 -c constraints.txt
# scikit-learn brings joblib, whose processes are never used here but warn where /dev/shm is closed.
export JOBLIB_MULTIPROCESSING := 0

.DEFAULT_GOAL := help
.PHONY: help run test security quality bench styles lock clean

help: ## this list
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1	\2/p' Makefile | expand -t 16

run: export MATCHING_MODE ?= demo
run: .venv/installed ## the service with demo data on http://127.0.0.1:8000 (PORT and DATABASE_URL are honoured)
	@$(BIN)/matching-service db upgrade
	@$(BIN)/matching-service demo load
	@$(BIN)/matching-service worker --once
	@$(BIN)/matching-service serve

test: .venv/installed-dev ## style, import rules, then all tests on SQLite and PostgreSQL; browser tests need chromium
	@$(BIN)/ruff check -q
	@$(BIN)/ruff format -q --check
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest -p tests.reporting -n 2

# of each operation of the API, sent as every role
EXAMPLES ?= 25
security: .venv/installed-dev ## code looked through by bandit, packages by pip-audit, the API by Schemathesis; two or three minutes
# migrations put SQL together of names they hold themselves; what bandit says aside tells that a mark hides nothing in the next line
	@$(BIN)/bandit -q -r matching_service employer_portal models data docker -x models/migrations 2>/dev/null
	@$(BIN)/bandit -q -r models/migrations --skip B608 2>/dev/null
	@echo 'Code: bandit found nothing'
	@$(BIN)/python -m tests.security.advisories constraints.txt
	@SCHEMATHESIS_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -p tests.reporting tests/integration/api/test_api_schemathesis.py

# where the benchmark sets are, which are not part of the project
SETS ?= ../shared/real
quality: .venv/installed-dev ## how well texts are read and people ranked, beside baselines; SETS names the folder of benchmark sets
	@$(BIN)/python -m tests.quality.report $(SETS)

# every number of the table, for other programs
FIGURES ?= instance/bench.json
bench: .venv/installed-bench ## how fast ranking is, beside the naive way and its peers, in ten minutes; QUICK=1 in less than one
	@mkdir -p $(dir $(FIGURES))
	@$(BIN)/python -m tests.bench $(if $(QUICK),--quick) --json $(FIGURES)

styles: ## compile the style sheet of the portal again (needs npm)
	cd employer_portal/styles && npm install --no-package-lock --no-audit --no-fund --silent && npm run --silent build

lock: .venv/installed-dev ## write constraints.txt from setup.cfg again; UPGRADE=1 moves to the newest versions
	$(BIN)/uv pip compile setup.cfg --all-extras -q --no-header --no-annotate --python-version 3.11 \
	  $(if $(UPGRADE),--upgrade) -o constraints.txt

clean: ## remove .venv and caches; instance/ with the database stays
	rm -rf .venv build *.egg-info employer_portal/styles/node_modules .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/installed: setup.cfg pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo 'Python 3.11 or newer is needed; there is no $(PYTHON) here' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("Python 3.11 or newer is needed; this is %d.%d" % v[:2])'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'Python lacks its venv module; on Debian: apt install python3-venv' >&2; exit 1; }
	@echo 'Installing into .venv, which takes a minute or two the first time ...'
	@$(PYTHON) -m venv .venv
	@$(PIP) -e .
	@touch $@

.venv/installed-dev: .venv/installed
	@echo 'Installing what the tests need ...'
	@$(PIP) -e '.[dev]'
	@touch $@

.venv/installed-bench: .venv/installed-dev
	@echo 'Installing the peers that ranking is measured beside ...'
	@$(PIP) -e '.[dev,bench]'
	@touch $@
