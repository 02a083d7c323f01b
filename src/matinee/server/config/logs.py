"""Logging: JSON lines in production, plain lines elsewhere, without personal data."""

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import orjson


@contextmanager
def _import_blocked(package: str) -> Iterator[None]:
    """Make `import package` fail during the block, unless the package was imported before."""
    absent = package not in sys.modules
    if absent:
        sys.modules[package] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if absent:
            del sys.modules[package]


# structlog imports rich for colours, if it is installed. The import is slow, and the log has no colours.
with _import_blocked("rich"):
    import structlog
    from structlog.contextvars import bind_contextvars, merge_contextvars, reset_contextvars
    from structlog.stdlib import ProcessorFormatter
    from structlog.typing import EventDict

__all__ = ["bind_contextvars", "get_logger", "reset_contextvars"]

get_logger = structlog.get_logger

DETAIL = re.compile(r"^DETAIL:.*?(?=^(?:HINT:|CONTEXT:|Traceback |The above |During |\S+: )|\Z)", re.S | re.M)
"""The DETAIL of a PostgreSQL error. It quotes the row, which may contain personal data."""

MESSAGE_DETAILS = re.compile(r" \(|:")
"""Start of the details in Django's messages, such as "Forbidden (Origin checking failed): /admin/"."""


def configure(*, production: bool) -> None:
    """Configure structlog to write to stderr."""
    structlog.configure(
        processors=[merge_contextvars, _add_timestamp, _as_json if production else _as_text],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )


def formatter(*, production: bool) -> ProcessorFormatter:
    """Return a formatter that renders standard-library records like structlog's events."""
    render = _as_json if production else _as_text
    return ProcessorFormatter(
        processors=[ProcessorFormatter.remove_processors_meta, lambda *event: render(*event).decode()],
        foreign_pre_chain=[merge_contextvars, _add_level_and_name, _add_timestamp, _format_exception],
    )


def handler(*, production: bool) -> logging.Handler:
    """Return a handler for a process without Django settings."""
    stderr = logging.StreamHandler()
    stderr.setFormatter(formatter(production=production))
    return stderr


class RoutesInsteadOfPaths(logging.Filter):
    """Replace the path in Django's messages by the route, because a path may contain an order's secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Pass every record on."""
        request = getattr(record, "request", None)
        if request is not None and record.args:
            what = MESSAGE_DETAILS.split(record.getMessage())[0]
            record.msg, record.args = "%s: %s", (what, route_of(request))
        return True


class ClientErrorsAsWarnings(logging.Filter):
    """Log invalid hosts and forms from clients as warnings without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Pass every record on."""
        if record.name.startswith("django.security."):
            record.levelno, record.levelname, record.exc_info = logging.WARNING, "WARNING", None
        return True


def route_of(request: Any) -> str:
    """Return the URL pattern of a request, never its path."""
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return f"/{match.route}"
    return "/static/" if request.path_info.startswith("/static/") else "none"


def _add_timestamp(_logger: Any, method: str, event: EventDict) -> EventDict:
    event.setdefault("level", method)
    event["timestamp"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    return event


def _add_level_and_name(_logger: Any, _method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    event["level"], event["logger"] = record.levelname.lower(), record.name
    return event


def _format_exception(logger: Any, method: str, event: EventDict) -> EventDict:
    event = structlog.processors.format_exc_info(logger, method, event)
    for name in ("event", "exception"):
        if name in event:
            event[name] = DETAIL.sub("DETAIL omitted\n", str(event[name]))
    return event


def _as_json(_logger: Any, _method: str, event: EventDict) -> bytes:
    return orjson.dumps(event, default=str)


def _as_text(_logger: Any, _method: str, event: EventDict) -> bytes:
    head = f"{event.pop('timestamp')} {event.pop('level').upper()} {event.pop('event')}"
    exception = event.pop("exception", "")
    rest = "".join(f" {name}={value}" for name, value in event.items())
    return f"{head}{rest}{chr(10) if exception else ''}{exception}".encode(errors="replace")
