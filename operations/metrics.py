"""What is counted in the web processes. Labels are names of routes, never addresses, people or provinces.

With several processes each writes to PROMETHEUS_MULTIPROC_DIR, which gunicorn.conf.py sets before this is imported.
"""

import os
from typing import Any

from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

REGISTRY = CollectorRegistry()
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUESTS = Counter(
    "portal_requests", "Requests by route, method and status.", ["route", "method", "status"], registry=REGISTRY
)
LATENCY = Histogram(
    "portal_request_seconds", "Time to the answer, by route.", ["route"], buckets=BUCKETS, registry=REGISTRY
)
QUERIES = Counter("portal_database_queries", "Database queries, by route.", ["route"], registry=REGISTRY)
QUERY_SECONDS = Counter("portal_database_seconds", "Time in the database, by route.", ["route"], registry=REGISTRY)
SIGN_IN_FAILURES = Counter("portal_sign_in_failures", "Sign-ins that were refused.", registry=REGISTRY)


def observe(route: str, method: str, status: int, seconds: float, queries: int, query_seconds: float) -> None:
    REQUESTS.labels(route, method if method in METHODS else "other", status).inc()
    LATENCY.labels(route).observe(seconds)
    QUERIES.labels(route).inc(queries)
    QUERY_SECONDS.labels(route).inc(query_seconds)


@receiver(user_login_failed)
def count_refused_sign_in(**_kwargs: Any) -> None:
    SIGN_IN_FAILURES.inc()


def exposition(*others: Collector) -> bytes:
    """What Prometheus reads: the counts of all web processes of this machine, and what others find."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    found = CollectorRegistry()
    for other in others:
        found.register(other)
    return generate_latest(registry) + generate_latest(found)
