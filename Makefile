# `make` alone lists what there is. All of it uses .venv, which the first target that needs it makes.
PYTHON ?=
BIN := .venv/bin
PYTEST ?= -n auto

.PHONY: help install voices dev demo demo-storyboard test lint docs pictures bench clean
.NOTPARALLEL:

help:
	@echo "make install   storyforge in its own environment: .venv/bin/storyforge"
	@echo "make demo      the film of example-project/ in ./demo: animatic, storyboards, timeline"
	@echo "make demo-storyboard"
	@echo "               one paragraph becomes the sheets of a storyboard in ./demo-storyboard"
	@echo "make voices    what speaks the lines of an animatic, where espeak-ng is not installed"
	@echo "make test      style, types and tests; PYTEST='-x -k shots' for some of them"
	@echo "make lint      style and types alone"
	@echo "make docs      bring the command reference and the outputs shown in the docs up to date"
	@echo "make pictures  make the pictures of the docs anew, from example-project/"
	@echo "make bench     measure; writes benchmarks/results/"
	@echo "make clean     remove .venv, ./demo and caches"

install:
	@PYTHON="$(PYTHON)" scripts/bootstrap.sh

voices: install
	$(BIN)/python -m pip install -qq --disable-pip-version-check --editable ".[voices]"

dev:
	@PYTHON="$(PYTHON)" scripts/bootstrap.sh dev

demo: install
	@scripts/demo.sh

demo-storyboard: install
	@scripts/demo_storyboard.sh

# All three are run, and each says what it found, before one of them fails the whole.
test: dev
	@failed=0; \
	$(BIN)/ruff check --quiet . || failed=1; \
	$(BIN)/mypy || failed=1; \
	$(BIN)/pytest $(PYTEST) || failed=1; \
	exit $$failed

lint: dev
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: dev
	$(BIN)/python scripts/make_commands.py
	$(BIN)/python scripts/make_fields.py
	$(BIN)/python scripts/record_ferry.py
	$(BIN)/python scripts/run_docs.py README.md docs/tutorial.md docs/writing-room.md docs/production-room.md docs/models.md \
		docs/add-a-provider.md docs/add-an-exporter.md docs/previz.md

pictures: dev
	$(BIN)/python scripts/make_pictures.py

bench: dev
	@set -e; for file in $$(grep -l '^if __name__' benchmarks/*.py | grep -v feature_); do \
		echo "== $$file"; PYTHONPATH=. $(BIN)/python $$file; \
	done

clean:
	rm -rf .venv demo demo-storyboard .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*
