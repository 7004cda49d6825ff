# Needs Python 3.11 or newer, make and a package index. `make PYTHON=python3.12 test` chooses another Python.

PYTHON  ?= python3
VENV    ?= .venv
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Two stamps: a changed lock makes the environment anew; a changed pyproject.toml only reinstalls the project.
LOCKED  := $(VENV)/locked-$(VERSION)
READY   := $(VENV)/ready-$(VERSION)

.DEFAULT_GOAL := help
.PHONY: help audit test samples reports docs bench lock clean
.DELETE_ON_ERROR:

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

audit: $(READY)  ## audit the reference report and print what is wrong with it
	@$(BIN)/audit check samples/ntt-2021/laporan.xlsx --fail-on never

test: $(READY)  ## run everything that CI runs
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python samples/make.py --check
	$(BIN)/python reports/make.py --check
	$(BIN)/python docs/make.py --check
	$(BIN)/pytest -n auto --dist worksteal

samples: $(READY)  ## make the files in samples/ anew from their sources
	$(BIN)/python samples/make.py

reports: $(READY)  ## audit the samples anew into reports/; review the change as a diff
	$(BIN)/python reports/make.py

docs: $(READY)  ## make the pages in docs/rules/ anew from the rulebooks and docs/language.yaml
	$(BIN)/python docs/make.py

# `make bench OTHER=PYTHON` names a Python that has pdfplumber, beside which pages are timed.
bench: $(READY)  ## measure speed and memory
	$(BIN)/python benchmarks/sample.py
	$(BIN)/python benchmarks/rows.py
	$(BIN)/python benchmarks/workbook.py
	$(BIN)/python benchmarks/pages.py $(OTHER)

# `make lock UPGRADE=--upgrade` takes the newest releases; without it only what pyproject.toml demands changes.
COMPILE = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet $(UPGRADE)
lock:  ## write requirements/ from pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv (pip install uv); nothing else does." >&2; exit 1; }
	$(COMPILE) --group dev --output-file requirements/dev.txt
	$(COMPILE) --no-annotate --constraint requirements/dev.txt --output-file requirements/base.txt

clean:  ## remove the environment, caches and builds
	rm -rf $(VENV) dist .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find src samples tests reports -name __pycache__ -type d -prune -exec rm -rf {} +

$(LOCKED): requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "audit needs Python 3.11 or newer, which '$(PYTHON)' is not; name one, as in: make PYTHON=python3.12 audit" >&2; \
	    exit 1; }
	@echo "Setting up $(VENV) with Python $(VERSION) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
