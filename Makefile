# `make demo` to try it, `make test` to check it; both set everything up first, into .venv.
.DEFAULT_GOAL := help
.PHONY: help setup browser demo test lint rasa lock bench clean
BIN := .venv/bin
STAMP := .venv/installed

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: $(STAMP)  ## install everything that the lock names into .venv

$(STAMP): locks/dev.txt pyproject.toml setup.sh
	@sh setup.sh

browser: setup  ## find or install Chromium for the tests of the pages
	@sh setup.sh browser

demo: setup  ## simulator, bot and invented residents on a throw-away database
	@$(BIN)/quartier demo

test: setup browser  ## all tests
	@$(BIN)/python -m pytest -n auto --dist loadgroup

lint: setup  ## style, types, imports between rooms, catalogues
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m bot.catalogues check

rasa: setup  ## install Rasa, train nlu/ with it and test against its server; needs Python 3.10
	@.ci/rasa

bench: setup  ## the benchmarks that take a minute; benchmarks/ has longer ones
	@for each in areas nlu surveys; do echo "== $$each"; $(BIN)/python -m benchmarks.$$each || exit 1; done

lock: setup  ## renew the lock after a change of pyproject.toml
	@$(BIN)/uv pip compile --universal --generate-hashes --extra dev -q --upgrade pyproject.toml -o locks/dev.txt
	@$(BIN)/uv pip compile --universal --generate-hashes -q -c locks/dev.txt pyproject.toml -o locks/run.txt

clean:  ## remove what was installed and made
	@rm -rf .venv .venv-rasa build ./*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
