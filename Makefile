# make run    the demo: everything is installed into .venv, everything it keeps lies in var (or RAEKODA_HOME)
# make check  style, types, layers and the tests that what you changed can touch: within two minutes
# make test   the same with all tests but those of make soak: within twelve minutes on two cores
# make soak   the tests that take long: floods, fuzzing, kills in the middle of many
# make bench  the figures of docs/benchmarks.md
# make lock   new lock files after a change of requirements/*.in or frontend/package.json

PYTHON := $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)

.PHONY: run check test soak bench lock
run check test soak bench lock:
	@$(PYTHON) bootstrap.py $@
