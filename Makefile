# `make demo` and `make test` set up whatever they need; the other targets expect nothing either.
.PHONY: demo test setup check gates lock bench clean

demo:
	@.ci/packages demo
	@.ci/venv demo
	@.venv/bin/python manage.py demo $(ARGS)

setup:
	@.ci/packages test
	@.ci/venv dev

test: setup
	.venv/bin/python -m pytest -n 2 --dist loadgroup --cov --cov-report=term:skip-covered $(ARGS)
	.venv/bin/python .ci/coverage.py

check: gates
	.venv/bin/python -m pytest -n 2 --dist loadgroup -q -m "not browser" $(ARGS)

gates: setup
	@.ci/gates

lock: setup
	.ci/lock

clean:
	rm -rf .venv var node_modules static/vendor
