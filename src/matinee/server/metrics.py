"""`/metrics` for Prometheus: counters of all processes, and gauges read from the database."""

import os
from collections.abc import Iterator
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from matinee.checkout.emails.outbox import due_emails, failing_emails
from matinee.checkout.models import TicketOrder
from matinee.core.jobs import JOBS
from matinee.runtime.failed_rows.queries import failures
from matinee.server.processes.run_folder import COUNTERS

PROXY_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_FORWARDED_PROTO", "HTTP_VIA")
"""Their presence means that a proxy forwarded the request, so the peer address is not the client's."""

QUEUE = """
SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1
"""
OLDEST_JOB = """
SELECT coalesce(extract(epoch FROM clock_timestamp() - min(coalesce(scheduled_at, at))), 0)::float8
FROM procrastinate_jobs JOIN procrastinate_events ON job_id = procrastinate_jobs.id AND type = 'deferred'
WHERE status = 'todo' AND coalesce(scheduled_at, at) <= clock_timestamp()
"""
CONNECTIONS = """
SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' GROUP BY 1
"""
LOCK_WAITERS = """
SELECT count(*), coalesce(max(extract(epoch FROM clock_timestamp() - state_change)), 0)::float8
FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
MOST_CONNECTIONS = "SELECT current_setting('max_connections')::int"
PAYMENTS_OPEN = """
SELECT count(*), coalesce(max(extract(epoch FROM clock_timestamp() - changed_at)), 0)::float8 FROM payment
WHERE status IN ('BEGUN', 'PENDING', 'NEEDS_ACTION', 'AUTHORISED', 'CANCELLING')
"""
HELD = "SELECT count(*) FROM taken_seat WHERE status = 'LOCKED'"


def metrics(request: HttpRequest) -> HttpResponse:
    """Return the metrics. Raises: Http404 for a client without permission."""
    if not _is_permitted(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(AllProcesses() if COUNTERS in os.environ else REGISTRY)
    registry.register(Database())
    response = HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    response["Cache-Control"] = "no-store"
    return response


def _is_permitted(request: HttpRequest) -> bool:
    """If METRICS_TOKEN is set, the bearer of the token. Otherwise local programs, except in production."""
    token = settings.METRICS_TOKEN
    if token:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    return not settings.PRODUCTION and _is_local(request)


def _is_local(request: HttpRequest) -> bool:
    try:
        is_loopback = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return is_loopback and not any(name in request.META for name in PROXY_HEADERS)


class AllProcesses(Collector):
    """The counters of all processes of this site, added up."""

    def collect(self) -> Iterator[Metric]:
        """Yield the sums. Skips the file of a process that has just started, which is empty."""
        files = [str(file) for file in Path(os.environ[COUNTERS]).glob("*.db") if file.stat().st_size]
        yield from MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call]


class Database(Collector):
    """Gauges that are read from the database on each scrape, outside customers' requests."""

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges. If the database is unavailable, only `matinee_database_up` with 0."""
        try:
            found = list(self._read())
        except (DatabaseError, InterfaceError):
            connections.close_all()
            found = []
        yield GaugeMetricFamily("matinee_database_up", "1 if the database answers.", float(bool(found)))
        yield from found

    def _read(self) -> Iterator[Metric]:
        yield _gauge_by_label(
            "matinee_jobs", "Jobs in the queue.", "status", QUEUE, ("todo", "doing", "failed"), JOBS
        )
        yield _gauge("matinee_oldest_job_seconds", "How long the oldest job is overdue.", OLDEST_JOB, JOBS)
        states = ("active", "idle", "idle in transaction")
        yield _gauge_by_label(
            "matinee_database_connections", "Open connections.", "state", CONNECTIONS, states
        )
        yield _gauge("matinee_database_connections_max", "max_connections of the server.", MOST_CONNECTIONS)
        waiters, longest = _row(LOCK_WAITERS)
        yield GaugeMetricFamily("matinee_lock_waiters", "Connections that wait for a lock.", waiters)
        yield GaugeMetricFamily("matinee_lock_wait_longest_seconds", "The longest of these waits.", longest)
        payments, oldest = _row(PAYMENTS_OPEN)
        yield GaugeMetricFamily("matinee_payments_open", "Payments without a final status.", payments)
        yield GaugeMetricFamily(
            "matinee_payments_open_oldest_seconds", "Time since the oldest of them changed.", oldest
        )
        attention = TicketOrder.objects.needing_a_person().count()
        yield GaugeMetricFamily(
            "matinee_orders_needing_attention", "Orders that a person must look at.", attention
        )
        yield _failed_rows()
        failing = failing_emails().count()
        yield GaugeMetricFamily("matinee_emails_failing", "Emails whose last attempt failed.", failing)
        yield GaugeMetricFamily("matinee_emails_due", "Emails to be sent now.", due_emails().count())
        yield _gauge("matinee_seats_held", "Seats that are held now.", HELD)


def _failed_rows() -> Metric:
    family = GaugeMetricFamily(
        "matinee_rows_failing", "Rows that failed the last time a loop processed them.", labels=["loop"]
    )
    for loop, rows in failures().items():
        family.add_metric([loop], rows)
    return family


def _row(query: str, alias: str = DEFAULT_DB_ALIAS) -> tuple[float, ...]:
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        return tuple(cursor.fetchone())


def _gauge(name: str, purpose: str, query: str, alias: str = DEFAULT_DB_ALIAS) -> Metric:
    return GaugeMetricFamily(name, purpose, _row(query, alias)[0])


def _gauge_by_label(
    name: str, purpose: str, label: str, query: str, always: tuple[str, ...], alias: str = DEFAULT_DB_ALIAS
) -> Metric:
    """Return one sample per label value. Values in `always` are included with 0 if they have no rows."""
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        found = dict.fromkeys(always, 0) | dict(cursor.fetchall())
    family = GaugeMetricFamily(name, purpose, labels=[label])
    for value, count in found.items():
        family.add_metric([value], count)
    return family
