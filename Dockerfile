# Two stages: browser assets and Python packages, then the image that runs. Web, worker and beat are the same image.
FROM python:3.12-slim-bookworm AS build
WORKDIR /portal
RUN python -m venv /venv
COPY requirements/prod.txt requirements/demo.txt requirements/
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/prod.txt \
    && python -m venv /assets && /assets/bin/pip install --no-cache-dir --require-hashes -r requirements/demo.txt
COPY . .
RUN /assets/bin/python .ci/assets.py && rm -rf node_modules \
    && DJANGO_SETTINGS_MODULE=smartcity_portal.settings.prod SECRET_KEY=build ALLOWED_HOSTS=build VAR_DIR=/portal/var \
       DATABASE_URL=sqlite:///:memory: REDIS_URL=redis://build EMAIL_URL=smtp://build \
       /venv/bin/python manage.py collectstatic --noinput

FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libmagic1 postgresql-client \
    && rm -rf /var/lib/apt/lists/* && useradd --system --uid 10001 portal \
    && install -d -o portal /backups
COPY --from=build /venv /venv
COPY --from=build /portal /portal
WORKDIR /portal
ENV PATH=/venv/bin:$PATH DJANGO_SETTINGS_MODULE=smartcity_portal.settings.prod PYTHONUNBUFFERED=1 VAR_DIR=/portal/var
USER portal
EXPOSE 8000
CMD ["gunicorn", "smartcity_portal.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "3", "--threads", "8", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
