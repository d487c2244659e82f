# Everything a developer types. A fresh Debian or Ubuntu with Python 3.11+ and make is enough; `make` lists the recipes.

VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
PACKS := $(patsubst %/pack.yaml,%,$(wildcard packs/*/pack.yaml))
TIDY_PATHS := src tests benchmarks docs

export UV_PYTHON_DOWNLOADS := never
export UV_NO_CONFIG := 1
# Inherited, it would make every start compile every module again.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH
unexport PYTHONHOME
unexport VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help run report install serve test test-spark check static packs docs docs-pages fix bench lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
	  || grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST)

run: $(VENV)/.run ## open an invented zone (SIZE=33000 for a large one); it prints address and log-ins, data in .cache/demo
	@HUIQI_DATA="$${HUIQI_DATA:-$(CURDIR)/.cache/demo}" $(BIN)/huiqi demo $(if $(SIZE),--size $(SIZE)) $(ARGS)

report: $(VENV)/.run ## assess the bundled synthetic register: an HTML report and an Excel file in out/
	@$(BIN)/huiqi rules demo $(ARGS)

install: $(VENV)/.run ## set up what a server needs, without tests (docs/guides/deploy.md)

serve: $(VENV)/.run ## serve the site on a private database (ARGS="--port 9000"); data in .cache/site
	@HUIQI_DATA="$${HUIQI_DATA:-$(CURDIR)/.cache/site}" $(BIN)/huiqi serve $(ARGS)

# Where Java is found the tests hold Spark to the same answers; `make test SPARK=` leaves it out.
SPARK := $(if $(shell command -v java),$(VENV)/.spark)

test: $(VENV)/.dev $(VENV)/.second-engine $(SPARK) ## run the tests (ARGS="tests/rules -k parser" narrows)
	@$(BIN)/python -m pytest -n 2 $(ARGS)

test-spark: $(VENV)/.dev $(VENV)/.spark ## run the tests that need Java, with the Spark extra installed
	@$(BIN)/python -m pytest -m spark $(ARGS)

check: static test packs docs ## everything that must be green before a merge

static: $(VENV)/.dev ## format, ruff, mypy strict, import contracts
	@$(BIN)/ruff format --check --silent $(TIDY_PATHS) || { echo 'format: run "make fix"'; exit 1; }
	@$(BIN)/ruff check --quiet $(TIDY_PATHS)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

packs: $(VENV)/.dev ## check every pack and run its scenarios on both back ends
	@set -e; for pack in $(PACKS); do \
	  $(BIN)/huiqi rules check $$pack; $(BIN)/huiqi rules test $$pack; $(BIN)/huiqi rules test $$pack --batch; \
	done

# Zensical keeps what it knows as files in .cache, and its --clean empties the whole folder: the data of `make run` and `make
# serve` as well. Its files alone go, so that every page is read again.
docs: $(VENV)/.dev ## check the generated pages and build the documentation into site/
	@$(BIN)/python -m docs.generate --check
	@find .cache -maxdepth 1 -type f -delete 2>/dev/null || true
	@$(BIN)/zensical build --strict

docs-pages: $(VENV)/.dev ## write the generated reference pages anew
	@$(BIN)/python -m docs.generate

fix: $(VENV)/.dev ## format and repair what can be repaired
	@$(BIN)/ruff check --quiet --fix --exit-zero $(TIDY_PATHS)
	@$(BIN)/ruff format --quiet $(TIDY_PATHS)
	@$(BIN)/ruff check $(TIDY_PATHS)

bench: $(VENV)/.dev $(VENV)/.bench ## measure; ARGS names single benches, DATE is written into the result
	@$(BIN)/python -m benchmarks --date "$(or $(DATE),$(shell date +%F))" $(ARGS)

# The lock is made against the public index alone: no mirror, no folder and no setting of one machine gets into it.
UV_PUBLIC := env -u PIP_FIND_LINKS -u UV_FIND_LINKS -u UV_INDEX -u UV_EXTRA_INDEX_URL -u UV_INDEX_URL -u UV_DEFAULT_INDEX \
  $(BIN)/uv
UV_EXPORT := $(UV_PUBLIC) export --quiet --frozen --no-emit-project --no-default-groups --group build

lock: $(VENV)/.dev ## bring uv.lock and the four requirements files up to date (ARGS=--upgrade for newer versions)
	@$(UV_PUBLIC) lock --default-index https://pypi.org/simple $(ARGS)
	@$(UV_EXPORT) -o requirements.txt
	@$(UV_EXPORT) --group dev -o requirements-dev.txt
	@$(UV_EXPORT) --group bench -o requirements-bench.txt
	@$(UV_EXPORT) --extra spark -o requirements-spark.txt
	@! grep -nE 'https?:|file:' requirements*.txt

clean: ## remove the environment and everything that was made; the data of `make run` and `make serve` stays
	@rm -rf .cache/tests $(VENV) out site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache src/*.egg-info
	@find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment -------------------------------------------------------------------------------------------------

# PY=/path/to/python chooses an interpreter; without it the first one from 3.11 on that can make an environment is taken.
$(BIN)/python:
	@set -e; chosen=; bare=; \
	for candidate in $(or $(PY),python3.11 python3.12 python3.13 python3.14 python3 /usr/bin/python3); do \
	  $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  if $$candidate -c 'import ensurepip, venv' 2>/dev/null; then chosen=$$candidate; break; fi; \
	  bare=$${bare:-$$candidate}; \
	done; \
	if [ -z "$$chosen" ] && [ -n "$$bare" ]; then \
	  version=$$($$bare -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  echo "huiqi: $$bare cannot make an environment (ensurepip is missing). Please run:" >&2; \
	  echo "    sudo apt-get install python3-venv        (or python$$version-venv)" >&2; exit 1; \
	elif [ -z "$$chosen" ]; then \
	  echo "huiqi: no Python 3.11 or newer was found. Please run: sudo apt-get install python3 python3-venv" >&2; \
	  echo "       or name one: make PY=/path/to/python3.12 ..." >&2; exit 1; \
	fi; \
	echo "huiqi: setting up $(VENV) with $$($$chosen --version), once"; \
	$$chosen -m venv $(VENV)

# uv is five times faster than pip; where it has no build for the machine, pip does the same work from the same hashes.
$(VENV)/.uv: | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.11,<1' || echo "huiqi: no uv here, pip does it"
	@touch $@

# uv reads neither pip.conf nor PIP_*: the mirror and the certificate that pip knows are handed on to it.
pip-knows = $(BIN)/python -m pip config list 2>/dev/null | sed -n "s/^global\.$(1)='\(.*\)'$$/\1/p" | tail -n 1
define install
	@set -e; index=$${PIP_INDEX_URL:-$$($(call pip-knows,index-url))}; cert=$${PIP_CERT:-$$($(call pip-knows,cert))}; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
	if [ -n "$$cert" ]; then export SSL_CERT_FILE="$$cert"; fi; \
	if [ -x $(BIN)/uv ] \
	   && $(BIN)/uv pip install --quiet -p $(BIN)/python --require-hashes --compile-bytecode -r $<; then :; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<; fi
	@touch $@
endef

$(VENV)/.run-packages: requirements.txt $(VENV)/.uv
	$(install)
$(VENV)/.dev-packages: requirements-dev.txt $(VENV)/.uv
	$(install)
$(VENV)/.bench: requirements-bench.txt $(VENV)/.uv
	$(install)
$(VENV)/.spark: requirements-spark.txt $(VENV)/.uv
	$(install)

# The schemas of DMN, and a second engine for exported models: pinned by hashes, nothing of theirs runs while they install.
# Without a registry of npm the other tests still run, and say what was skipped; the build server does not let that pass.
ENGINE := tests/rules/dmn/exchange/second_engine
$(VENV)/.second-engine: $(ENGINE)/package-lock.json $(VENV)/.dev-packages
	@mkdir -p $(VENV)/second-engine
	@cp $(ENGINE)/package.json $(ENGINE)/package-lock.json $(VENV)/second-engine/
	@if PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent --ignore-scripts --no-audit --no-fund --prefix $(VENV)/second-engine; \
	then touch $@; else echo "huiqi: npm reached no registry; tests against a second DMN engine are skipped"; test -z "$$CI"; fi

# The project itself, from this folder: no index, no isolated build, nothing fetched.
define install-project
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
	@touch $@
endef

$(VENV)/.run: pyproject.toml $(VENV)/.run-packages
	$(install-project)
$(VENV)/.dev: pyproject.toml $(VENV)/.dev-packages
	$(install-project)
