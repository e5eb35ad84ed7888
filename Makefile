# `make run` opens the page, `make test` checks everything; each is complete by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DESCRIBED := pyproject.toml constraints.txt

.PHONY: run test bench quality screenshots clean

run: $(VENV)/.installed
	@$(BIN)/python -m assistant build --if-stale
	@$(BIN)/python app.py

# Two workers of one thread each take two thirds of the time that one worker of two threads takes.
test: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist worksteal

bench: $(VENV)/.installed
	$(BIN)/python benchmarks/speed.py

quality: $(VENV)/.installed
	@$(BIN)/python -m assistant build --if-stale
	$(BIN)/python benchmarks/ablation.py --write
	$(BIN)/python benchmarks/curve.py --write

# The tests of the page take pictures of every screen and state; the READMEs show these.
screenshots: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/test_page_ask.py tests/test_page_reading.py tests/test_admin.py
	cp $(addprefix tests/screenshots/,answer.png phone.png lookup.png admin-index-ja.png) docs/screenshots/

$(VENV)/.installed: $(DESCRIBED)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(DESCRIBED)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV)
