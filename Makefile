# Every target makes what it needs from a bare clone: Python >= 3.10, make and a package index.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
EVENT  ?= events/apigw-get.json
WORLD  ?= events/worlds/everything-in-order.yml

# Every branch of these is tested: a verdict rests on them.
PROVEN = beian/facts.py,beian/rulebook/*,beian/verdict.py,beian/tencent/transport.py,beian/tencent/errors.py

.PHONY: demo test check lint types prove storm bench bench-sweep package docs lock clean

demo: $(VENV)/.cli  ## one recorded API Gateway event in a sample world, answered
	$(BIN)/beian invoke $(EVENT) --world $(WORLD)

test: $(VENV)/.dev  ## the whole suite, with the branch coverage that the project promises
	$(BIN)/coverage erase
	$(BIN)/python -m pytest --cov --cov-report=
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --fail-under=100 --include='$(PROVEN)'

check: lint types test  ## what CI runs

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

prove: $(VENV)/.dev  ## the long proofs: 20,000 generated sets of facts, every fault of every call
	BEIAN_PROOF=1 $(BIN)/python -m pytest tests/proofs tests/function

storm: $(VENV)/.dev  ## two hundred sweeps in which everything goes wrong that may
	BEIAN_PROOF=1 $(BIN)/python -m pytest tests/sweep/test_storm.py

bench: $(VENV)/.dev  ## imports, calls, time and memory, each beside the plain way
	$(BIN)/python -m bench

bench-sweep: $(VENV)/.dev  ## ten minutes: sweeps of 10 to 10,000 accounts, and 100,000 on paper
	$(BIN)/python -m bench.sweep

package: $(VENV)/.cli  ## dist/beian-<version>.zip for SCF, its bill of materials and its sizes
	$(BIN)/beian package build

docs: $(VENV)/.dev  ## what is generated: OpenAPI, JSON Schemas, the rule pages
	$(BIN)/python -m tools.generate

lock:  ## new pins (needs uv); no index address is written
	cd requirements && for set in dev cli function; do \
	  case $$set in dev) like= ;; *) like="-c dev.txt" ;; esac; \
	  case $$set in function) what= ;; *) what="build.in --extra $$set" ;; esac; \
	  uv pip compile ../pyproject.toml $$what $$like --universal --python-version 3.10 \
	    --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o $$set.txt $(UPGRADE) || exit 1; done

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "beian needs Python 3.10 or newer: make PYTHON=python3.10 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.cli: $(VENV)/bin/python requirements/cli.txt pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/cli.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/bin/python requirements/dev.txt pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.cli

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* dist build
