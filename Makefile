# Each target sets up what it needs in .venv; `make` alone lists them. ARGS are passed on: make build ARGS="--out /tmp/site".
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
RUN := .venv/bin/irrefutable
# Compiled tests are kept, whatever the surroundings say: each worker would compile all of them again. It has one core,
# so that threads that wait for each other would only spin.
PYTEST := env -u PYTHONDONTWRITEBYTECODE OPENBLAS_NUM_THREADS=1 .venv/bin/python -m pytest -n 2 --dist loadgroup
PIN := env -u UV_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile \
	--quiet --no-config --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url

.PHONY: build serve check new history addresses test run-tests test-fast lint bench bench-peers bench-preview bench-derivatives bench-pictures bench-difference bench-registration bench-lookup lighthouse drawings map docs lock clean help test-tools

build: .venv/.build ## Build the archive into site/
	@$(RUN) build $(ARGS)

serve: .venv/.build ## Show the archive with its drafts, and every edit as it is saved
	@$(RUN) serve $(ARGS)

check: .venv/.build ## Say all that is wrong with the content
	@$(RUN) check $(ARGS)

new: .venv/.build ## Begin a case
	@$(RUN) new $(ARGS)

history: .venv/.build ## Record from git which versions of each case readers could see
	@$(RUN) history $(ARGS)

addresses: build ## Add the site's addresses to those that are kept for ever
	@$(RUN) addresses $(ARGS)

test: ## Run everything a change must pass; installs browser, Java and Node
	@$(MAKE) --no-print-directory --jobs=2 .venv/.dev tests/browser/node_modules/.installed
	@$(MAKE) --no-print-directory --jobs=2 lint run-tests

# Beside what needs one core alone, so that the other is not idle.
run-tests:
	@$(PYTEST) --ignore tests/browser/test_lighthouse.py $(ARGS)

test-fast: .venv/.dev ## Run the tests that need neither a browser nor a long while
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@$(PYTEST) --ignore tests/browser -m "not slow" $(ARGS)

lint: .venv/.dev ## Check style, types and the direction of imports
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: .venv/.dev ## Measure builds beside those of the peers that are installed; writes docs/performance.md
	@.venv/bin/python bench/performance.py $(ARGS)

bench-peers: ## Install the peers that `make bench` measures
	@scripts/bench-peers $(ARGS)

bench-preview: .venv/.dev ## Measure how soon the preview shows a save, beside Hugo's server
	@.venv/bin/python bench/performance_preview.py $(ARGS)

bench-derivatives: .venv/.dev ## Measure how fast pictures are made
	@.venv/bin/python bench/derivatives.py $(ARGS)

bench-pictures: .venv/.dev ## Measure what a build adds to the work of the encoders
	@.venv/bin/python bench/picture_build.py $(ARGS)

bench-difference: .venv/.dev ## Measure that edits are boxed and compression is not; writes docs/registration.md
	@.venv/bin/python -c "import skimage, sklearn" 2>/dev/null || .venv/bin/python -m pip --disable-pip-version-check --quiet install scikit-image scikit-learn
	@OPENBLAS_NUM_THREADS=1 .venv/bin/python bench/difference.py $(ARGS)

bench-registration: .venv/.dev ## Measure how surely claimed pictures are found; writes docs/registration.md
	@.venv/bin/python -c "import skimage, sklearn" 2>/dev/null || .venv/bin/python -m pip --disable-pip-version-check --quiet install scikit-image scikit-learn
	@OPENBLAS_NUM_THREADS=1 .venv/bin/python bench/registration.py $(ARGS)

bench-lookup: .venv/.dev ## Measure how surely and how soon readers' pictures are found; needs Node; writes docs/lookup.md
	@.venv/bin/python -c "import skimage, sklearn" 2>/dev/null || .venv/bin/python -m pip --disable-pip-version-check --quiet install scikit-image scikit-learn
	@OPENBLAS_NUM_THREADS=1 .venv/bin/python bench/lookup.py $(ARGS)

lighthouse: .venv/.dev tests/browser/node_modules/.installed ## Have Lighthouse look at every type of page; installs it
	@npm ci --prefix tests/lighthouse --loglevel error
	@$(PYTEST) tests/browser/test_lighthouse.py $(ARGS)

drawings: .venv/.build ## Draw the archive's schematics anew; some cases only with ARGS="CASE-ID …"
	@.venv/bin/python -m content.draw $(ARGS)

map: .venv/.build ## Draw the land anew for the map of places, from Natural Earth's outlines
	@.venv/bin/python scripts/world_map.py

docs: .venv/.build ## Write the reference pages in docs/ anew from the code
	@.venv/bin/python -m irrefutable.documentation $(ARGS)

lock: .venv/.dev ## Write the lock files anew from pyproject.toml; newer versions with ARGS=--upgrade
	@$(PIN) pyproject.toml --all-extras --group dev --output-file requirements/dev.lock $(ARGS) >/dev/null
	@$(PIN) pyproject.toml --extra search --group build --constraints requirements/dev.lock --output-file requirements/build.lock $(ARGS) >/dev/null
	@$(PIN) --group peers --output-file requirements/peers.lock $(ARGS) >/dev/null

clean: .venv/.build ## Remove what a build has made
	@$(RUN) clean $(ARGS)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/.build: requirements/build.lock pyproject.toml scripts/venv
	@scripts/venv $<
	@.venv/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-index --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.build
	@scripts/venv $<
	@touch $@

tests/browser/node_modules/.installed: tests/browser/package-lock.json | test-tools
	@npm ci --prefix tests/browser --loglevel error
	@touch $@

test-tools:
	@scripts/test-tools
