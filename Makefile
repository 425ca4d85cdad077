# make run    the demo: everything is installed into .venv, everything it keeps lies in var (or RAEKODA_HOME)
# make test   the checks of the house, then all tests
# make bench  the figures of docs/benchmarks.md
# make lock   new lock files after a change of requirements/*.in or frontend/package.json

PYTHON := $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)

.PHONY: run test bench lock
run test bench lock:
	@$(PYTHON) bootstrap.py $@
