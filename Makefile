# Two commands matter: `make demo` and `make test`. Both set up everything they need.
.DEFAULT_GOAL := help
.PHONY: help demo test check lock bench docs messages clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo
PORT ?= 8000

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | column -t -s '|'

demo: $(VENV)/.runtime $(VENV)/.messages $(VENV)/.kernels ## Generate a country, write its case report and open the office on it (about 3 minutes)
	$(BIN)/sandan demo $(DEMO)
	$(BIN)/sandan --workspace $(DEMO) furnish --address http://127.0.0.1:$(PORT)
	$(BIN)/sandan --workspace $(DEMO) serve --port $(PORT)

test: $(VENV)/.dev $(VENV)/.messages $(VENV)/.kernels ## Set up and run every check and every test
	sh tools/system_packages.sh
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 3 --dist worksteal
	SANDAN_TEST_ON=postgresql $(BIN)/pytest -n 3 --dist worksteal -m "not slow and not browser" tests/web

check: $(VENV)/.dev $(VENV)/.messages $(VENV)/.kernels ## All linters, and the fast tests beside what has changed (under 2 minutes)
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -m "not slow and not browser" $$($(BIN)/python tools/nearby_tests.py)

.PHONY: lint
lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --cache-dir .cache/imports
	$(BIN)/python tools/house_rules.py
	$(BIN)/python tools/reference.py --check
	$(BIN)/python tools/messages.py check
	$(BIN)/python tools/tokens.py --check

docs: $(VENV)/.dev ## Write the reference pages from the code
	$(BIN)/python tools/reference.py

bench: $(VENV)/.dev $(VENV)/.messages $(VENV)/.kernels ## Measure speed and memory beside named peers
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

messages: $(VENV)/.dev ## Gather the sentences of the pages for translation, and compile their translations
	$(BIN)/python tools/messages.py gather
	$(BIN)/python tools/messages.py compile

lock: $(VENV)/.dev ## Resolve and hash-lock the dependencies again
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host --no-header --allow-unsafe --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host --no-header --allow-unsafe --extra dev --constraint requirements.txt \
		--output-file requirements-dev.txt pyproject.toml

clean: ## Remove the environment and everything that was made
	rm -rf $(VENV) .cache $(DEMO)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The package itself is installed in place and without an index: everything it needs is locked.
$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/.runtime

# Translations are compiled whenever one of them is newer.
$(VENV)/.messages: $(shell find src -name '*.po') | $(VENV)/bin/python
	$(BIN)/python tools/messages.py compile
	touch $@

# Loops are compiled at set-up, so that no user waits for it.
$(VENV)/.kernels: $(shell find src -name 'kernels.py') | $(VENV)/.runtime
	$(BIN)/sandan compile
	touch $@
