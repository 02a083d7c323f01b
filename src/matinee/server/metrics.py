"""`/metrics`, for Prometheus: what all processes counted, and how the database stands at this moment."""

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

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_FORWARDED_PROTO", "HTTP_VIA")
"""Signs of a proxy: then the address says nothing about who asks."""

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
    """Give the numbers to whoever may see them; for everybody else there is nothing here. Raises: Http404."""
    if not _may_see(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(AllProcesses() if COUNTERS in os.environ else REGISTRY)
    registry.register(Database())
    answer = HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    answer["Cache-Control"] = "no-store"
    return answer


def _may_see(request: HttpRequest) -> bool:
    """With a token, its bearer; without one, programs of the same machine, where it isn't production."""
    token = settings.METRICS_TOKEN
    if token:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    return not settings.PRODUCTION and _is_from_here(request)


def _is_from_here(request: HttpRequest) -> bool:
    try:
        here = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return here and not any(name in request.META for name in FORWARDED)


class AllProcesses(Collector):
    """What the processes of this site counted together."""

    def collect(self) -> Iterator[Metric]:
        """Yield the sums; for a moment, the file of a process that is just beginning is empty."""
        files = [str(file) for file in Path(os.environ[COUNTERS]).glob("*.db") if file.stat().st_size]
        yield from MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call]


class Database(Collector):
    """Read when Prometheus asks, so that nobody else waits for it."""

    def collect(self) -> Iterator[Metric]:
        """Yield how things stand; a database that is away is a fact too, not an error."""
        try:
            found = list(self._read())
        except (DatabaseError, InterfaceError):
            connections.close_all()
            found = []
        yield GaugeMetricFamily("matinee_database_up", "1 if the database answers.", float(bool(found)))
        yield from found

    def _read(self) -> Iterator[Metric]:
        yield _by("matinee_jobs", "Jobs in the queue.", "status", QUEUE, ("todo", "doing", "failed"), JOBS)
        yield _gauge("matinee_oldest_job_seconds", "How long the oldest job is overdue.", OLDEST_JOB, JOBS)
        states = ("active", "idle", "idle in transaction")
        yield _by("matinee_database_connections", "Open connections.", "state", CONNECTIONS, states)
        yield _gauge("matinee_database_connections_max", "max_connections of the server.", MOST_CONNECTIONS)
        waiters, longest = _row(LOCK_WAITERS)
        yield GaugeMetricFamily("matinee_lock_waiters", "Connections that wait for a lock.", waiters)
        yield GaugeMetricFamily("matinee_lock_wait_longest_seconds", "The longest of these waits.", longest)
        payments, oldest = _row(PAYMENTS_OPEN)
        yield GaugeMetricFamily("matinee_payments_open", "Payments that are not decided.", payments)
        yield GaugeMetricFamily("matinee_payments_open_oldest_seconds", "Since the oldest moved.", oldest)
        attention = TicketOrder.objects.needing_a_person().count()
        yield GaugeMetricFamily(
            "matinee_orders_needing_attention", "Orders that a person must look at.", attention
        )
        yield _set_aside()
        failing = failing_emails().count()
        yield GaugeMetricFamily("matinee_emails_failing", "Emails whose last attempt failed.", failing)
        yield GaugeMetricFamily("matinee_emails_due", "Emails to be sent now.", due_emails().count())
        yield _gauge("matinee_seats_held", "Seats that are held now.", HELD)


def _set_aside() -> Metric:
    family = GaugeMetricFamily(
        "matinee_rows_set_aside", "Rows that failed the last time that a loop came to them.", labels=["loop"]
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


def _by(
    name: str, purpose: str, label: str, query: str, always: tuple[str, ...], alias: str = DEFAULT_DB_ALIAS
) -> Metric:
    """One number per value of the label; those in `always` are there even when they are zero."""
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        found = dict.fromkeys(always, 0) | dict(cursor.fetchall())
    family = GaugeMetricFamily(name, purpose, labels=[label])
    for value, number in found.items():
        family.add_metric([value], number)
    return family
