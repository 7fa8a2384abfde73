# The two commands of a fresh machine are `make demo` and `make test`.
# README.md has the same for Windows.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
SPARK  := $(VENV)/.spark

.PHONY: demo test test-spark workbook lab lint docs bench lock clean

demo: $(READY)  ## set up, then audit the sample charity
	@$(BIN)/chs-audit demo sample-charity
	@echo "Or type: make workbook"

workbook: $(READY) sample-charity/audit.toml  ## show the sample charity in your browser
	@$(BIN)/chs-audit workbook sample-charity

lab: $(READY) sample-charity/audit.toml  ## open the workbook on the sample charity
	@$(BIN)/chs-audit lab sample-charity

sample-charity/audit.toml: | $(READY)
	@$(BIN)/chs-audit demo sample-charity

test: $(READY) lint  ## set up, then run every test
	@$(BIN)/chs-audit demo sample-charity >/dev/null
	$(BIN)/python -m pytest tests --ignore tests/spark -n 2 -q
	$(BIN)/python -m pytest --nbval notebooks -n 2 -q

# One process: it starts a cluster of its own, and stops it whatever happens.
test-spark: $(if $(shell command -v java),$(SPARK))  ## test that a Spark cluster answers alike; needs Java 17
	$(BIN)/python -m pytest tests/spark -q -rs

$(SPARK): $(READY) requirements-spark.lock
	@echo "Setting up Spark (456 MB) ..."
	@$(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python -r requirements-spark.lock
	@touch $(SPARK)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry chs_audit data_samples

# uv installs from the lock in seconds; pip brings it in from its own line of the lock.
$(READY): requirements.lock requirements-setup.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: set PYTHON=python3.x"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (two minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.lock
	@$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes --python $(BIN)/python -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(READY)

docs: $(READY)  ## write the pages that are drawn from the code
	$(BIN)/python docs/generate.py

bench: $(READY)  ## measure the audit of large logs; SIZES=1,5,50 are millions of events
	$(BIN)/python -m benchmarks $(SIZES) $(ARGS)

lock:  ## renew the lock files; they name no download hosts
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --extra dev pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --extra spark --constraint requirements.lock pyproject.toml -o requirements-spark.lock
	printf 'uv\n' | $(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url - -o requirements-setup.lock

clean:
	rm -rf $(VENV) sample-charity
