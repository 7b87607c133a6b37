# `make demo` and `make test` set up whatever they need; the other targets expect nothing either.
.PHONY: demo test setup check proof gates bench lock messages pictures clean

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

check: export PYTHONPYCACHEPREFIX = var/pycache
check: export PYTHONDONTWRITEBYTECODE =
check: gates
	.venv/bin/python -m pytest -n 2 --dist loadgroup -q --no-migrations -m "not browser and not slow" --sample 1 $(ARGS)

# What the portal withstands, in numbers: faults, attacks, the access matrix, and what a public scanner finds.
PROVED = tests/faults tests/hostile tests/test_access.py tests/test_access_states.py tests/test_access_admin.py \
	tests/audit/test_verifying.py tests/assessments/file_checks tests/assessments/forms/test_evidence.py tests/backups \
	tests/assessments/actions/test_reviews_at_once.py
proof: setup
	@.ci/venv scan var/wapiti
	@scanned=0; .venv/bin/python .ci/scan.py || scanned=$$?; \
	.venv/bin/python -m pytest -q -n 2 --dist loadgroup -p tests.proof $(PROVED) $(ARGS) && exit $$scanned

gates: setup
	@.ci/gates

bench: export PYTHONPYCACHEPREFIX = var/pycache
bench: export PYTHONDONTWRITEBYTECODE =
bench: setup
	@.venv/bin/python -m benchmarks

lock: setup
	.ci/lock

# After a text has changed: extract, translate what is new in locale/en/LC_MESSAGES/django.po, then run it again.
messages: setup
	.venv/bin/python manage.py makemessages -l en --no-location --no-wrap --no-obsolete -i .venv -i node_modules -i tests -i var
	msgfmt --check --no-hash -o locale/en/LC_MESSAGES/django.mo locale/en/LC_MESSAGES/django.po

# After a page that the handbook shows has changed.
pictures: setup
	HANDBOOK_PICTURES=1 .venv/bin/python -m pytest -q --no-migrations tests/e2e/test_handbook.py

clean:
	rm -rf .venv var node_modules static/vendor
