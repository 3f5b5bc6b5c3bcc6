# `make demo` shows the product, `make test` checks it. Neither needs anything but Python 3.11+, make and a package index.

SHELL := /bin/bash
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

UV_VERSION := 0.13.9
PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3.13 python3 2>/dev/null))
UV := .tools/bin/uv-$(UV_VERSION)
RUN := .venv/bin/python -m deploy.local

# The same on every machine: text is UTF-8 whatever the caller's locale, compiled modules are kept.
export PYTHONUTF8 := 1
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH VIRTUAL_ENV UV_PROJECT_ENVIRONMENT UV_PYTHON
ifeq ($(PIP_CERT)$(wildcard /etc/ssl/certs/ca-certificates.crt),/etc/ssl/certs/ca-certificates.crt)
export PIP_CERT := /etc/ssl/certs/ca-certificates.crt
endif
ifneq ($(shell test -w "$(HOME)" && echo yes),yes)
export UV_CACHE_DIR := $(CURDIR)/.tools/cache
endif

.PHONY: help env demo demo-reset test check fmt messages services browser

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.ready ## Start the whole product with believable data; Ctrl-C ends it
	@exec $(RUN) demo

demo-reset: .venv/.ready ## Throw the demo's data away; the next `make demo` starts over
	@$(RUN) reset

test: .venv/.ready browser ## Every check and every test: the gate
	@exec $(RUN) gate --with-tests

check: .venv/.ready ## Every check but the tests
	@$(RUN) gate

fmt: .venv/.ready ## Format the code and the templates
	@$(RUN) format

messages: .venv/.ready ## Bring the catalogues of texts up to date with the code
	@.venv/bin/python manage.py messages

services: .venv/.ready ## Keep PostgreSQL and Valkey up for many test runs; Ctrl-C ends them
	@exec $(RUN) services

env: .venv/.ready ## Make the environment (.venv) alone

browser: .venv/.ready
	@$(RUN) browser

.venv/.ready: pyproject.toml uv.lock $(UV)
	@echo "Making the environment …" >&2
	@$(UV) sync --frozen --quiet --python "$(PYTHON)"
	@touch $@

$(UV):
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3 …" >&2; exit 1; }
	@rm -rf .tools/bin .tools/lib
	@"$(PYTHON)" -m venv .tools >&2 \
		|| { echo "Python's venv module is incomplete here; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@.tools/bin/pip install --quiet uv==$(UV_VERSION)
	@ln -sf uv $@
