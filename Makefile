# `make run` and `make test` are all a fresh machine needs; the rest is for those who change things.

VENV := .venv
BIN := $(VENV)/bin
# The first that is new enough; say `make run PYTHON=...` to choose another.
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python)
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install -q
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock' -q

.PHONY: run test check bench bars wheel lock clean
.DEFAULT_GOAL := run

run: $(VENV)/runtime.stamp
	@$(BIN)/python app.py

# As many processes as there are cores, each file in one; then what drives a browser, whose event loop would be in the
# way of the others. (5: no test of the kind among those asked for.)
test: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow and not browser" $(ARGS) || [ $$? -eq 5 ]
	@$(BIN)/python -m pytest -m browser $(ARGS) || [ $$? -eq 5 ]

check: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_readme.py

bench: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.bench $(ARGS)

bars: $(VENV)/dev.stamp
	@ATTUNE_BARS=full $(BIN)/python -m pytest -m bars --timeout=1800 $(ARGS)

wheel: $(VENV)/dev.stamp
	@$(BIN)/python -m build --wheel --no-isolation

# Pass ARGS=--upgrade to move the pins; without it only what pyproject.toml changed moves.
# The dev lock comes first and holds everything; the other is cut from it, so the two never disagree.
lock: $(BIN)/python
	@$(BIN)/python -m pip --disable-pip-version-check install -q uv
	@$(LOCK) --all-extras --group dev $(ARGS) -o requirements-dev.lock
	@$(LOCK) --group build --constraint requirements-dev.lock -o requirements.lock

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than the lock it was made from: an unchanged lock installs nothing.
$(VENV)/runtime.stamp: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Attune needs to run (about a minute, only when the lock has changed) ..." >&2
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

# The dev lock holds the runtime lock, so both stamps are fresh after it.
$(VENV)/dev.stamp: requirements-dev.lock requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the tests need (about a minute, only when the lock has changed) ..." >&2
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $(VENV)/runtime.stamp $@

# A half-made environment is taken away again, or the next run would stumble over it.
$(BIN)/python:
	@for python in $(CANDIDATES); do \
		"$$python" -c '$(NEW_ENOUGH)' 2>/dev/null || continue; \
		"$$python" -m venv --clear $(VENV) && exit 0; \
		rm -rf $(VENV); \
		echo "$$python could not make a virtual environment (on Debian and Ubuntu: apt install python3-venv)." >&2; \
		exit 1; \
	done; \
	for python in $(CANDIDATES); do found=$$("$$python" --version 2>&1) && break; found=; done; \
	echo "Attune needs Python 3.11 or newer; found here: $${found:-no Python at all}." \
		"Install a newer one, or name it: make run PYTHON=/path/to/python3.11" >&2; \
	exit 1
