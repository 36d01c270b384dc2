# Coop Hub. `make` alone lists what can be done.
# Needs Python 3.11 or later and make; everything else is put into .venv.
# PYTHON=/path/to/python chooses the interpreter, PORT the port, ARGS adds arguments.

SHELL := /bin/sh
VENV := .venv
VENV_NEXT := .venv-next
PY := $(VENV)/bin/python
PORT ?= 8000
WORKERS ?= auto
# The lists are complete, so pip has nothing to resolve: a package released tomorrow changes nothing.
PIP := -m pip install -qq --disable-pip-version-check --no-cache-dir --require-hashes --no-deps
FIND_PYTHON = $(if $(PYTHON),$(PYTHON),$$(bin/find-python $(1)))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo run worker test test-next check bench messages screenshots lock format build clean

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/installed ## Fill a hub with examples and serve it, mails caught locally (PORT=8000)
	@$(PY) bin/compile_messages.py
	@exec env PORT=$(PORT) $(PY) manage.py demo

run: $(VENV)/installed ## Serve one's own hub while developing, code reloaded (PORT=8000)
	@$(PY) bin/compile_messages.py
	@$(PY) manage.py migrate --verbosity 0
	@exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

worker: $(VENV)/installed ## Run background tasks and timed jobs beside `make run`
	@exec $(PY) manage.py worker

test: $(VENV)/installed-dev ## Run the tests (ARGS=tests/core; DATABASE_URL=postgres://… for PostgreSQL)
	@$(PY) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

test-next: ## Run the tests on the next Wagtail and Django (needs Python 3.12 or later)
	@python=$(call FIND_PYTHON,3.12); \
	if [ -z "$$python" ]; then \
		echo "test-next is skipped: no Python 3.12 or later found (name one with PYTHON=…)"; \
	else \
		$(MAKE) --no-print-directory $(VENV_NEXT)/installed PYTHON="$$python" && \
		$(VENV_NEXT)/bin/python -m pytest -n $(WORKERS) --dist loadgroup -o cache_dir=.pytest_cache/next $(ARGS); \
	fi

check: $(VENV)/installed-dev ## Check format, lint, floors, types, migrations, settings, texts, API file
	@PY=$(PY) bin/check

bench: $(VENV)/installed-dev ## Measure lists and sending, as ratios; see docs/performance.md
	@$(PY) -m bench $(ARGS)

messages: $(VENV)/installed-dev ## Collect texts to translate into locale/ (needs gettext)
	@command -v xgettext >/dev/null || { \
		echo "make messages needs GNU gettext (Debian: apt install gettext; macOS: brew install gettext)"; \
		exit 1; }
	@$(PY) bin/collect_messages.py
	@$(PY) bin/compile_messages.py

screenshots: $(VENV)/installed-dev ## Take the pictures of docs/staff from a demo (ARGS="words of their names")
	@$(PY) bin/compile_messages.py
	@$(PY) bin/take_screenshots.py $(ARGS)

lock: $(VENV)/installed-dev ## Pin requirements*.in into requirements*.txt (UPGRADE=1: newest that fit)
	@$(PY) bin/lock.py $(if $(UPGRADE),--upgrade)

format: $(VENV)/installed-dev ## Format the code and repair what lint can repair
	@$(VENV)/bin/ruff format --quiet .
	@$(VENV)/bin/ruff check --fix --quiet .

build: $(VENV)/installed ## Prepare a release on a server: translations and static files
	@$(PY) bin/compile_messages.py
	@$(PY) manage.py collectstatic --noinput --verbosity 0

clean: ## Remove what make has made; var/, the hub's own data, stays
	rm -rf $(VENV) $(VENV_NEXT) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache htmlcov .coverage
	find . -name '*.mo' -path './locale/*' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- environments ------------------------------------------------------------
$(VENV)/bin/python:
	@python=$(call FIND_PYTHON,3.11); \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 or later with venv is needed (Debian: apt install python3-venv)."; \
		echo "If it is somewhere unusual: make PYTHON=/path/to/python …"; \
		exit 1; \
	fi; \
	echo "making $(VENV) with $$python"; \
	"$$python" -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	@echo "installing what the hub runs on"
	@$(PY) $(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "installing what developing and testing need"
	@$(PY) $(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/installed

$(VENV_NEXT)/installed: requirements-next.txt
	@echo "making $(VENV_NEXT) with $(PYTHON)"
	@"$(PYTHON)" -m venv --clear $(VENV_NEXT)
	@$(VENV_NEXT)/bin/python $(PIP) -r requirements-next.txt
	@touch $@
