"""The log: JSON lines in production, plain lines elsewhere; nothing personal in either."""

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
"""PostgreSQL's quotation of the row in question, which may be a customer's."""

DETAILS = re.compile(r" \(|:")
"""Where the details of Django's messages begin, such as "Forbidden (Origin checking failed): /admin/"."""


def configure(*, production: bool) -> None:
    """Have structlog write its lines to stderr."""
    structlog.configure(
        processors=[merge_contextvars, _stamp, _as_json if production else _as_text],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )


def formatter(*, production: bool) -> ProcessorFormatter:
    """Give what makes the standard library's records look the same."""
    render = _as_json if production else _as_text
    return ProcessorFormatter(
        processors=[ProcessorFormatter.remove_processors_meta, lambda *event: render(*event).decode()],
        foreign_pre_chain=[merge_contextvars, _name, _stamp, _tell_exception],
    )


def handler(*, production: bool) -> logging.Handler:
    """Give the handler of a process that has no settings of Django."""
    made = logging.StreamHandler()
    made.setFormatter(formatter(production=production))
    return made


class RoutesInsteadOfPaths(logging.Filter):
    """Django's messages end with the path, which may hold an order's secret: put the route there."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        request = getattr(record, "request", None)
        if request is not None and record.args:
            what = DETAILS.split(record.getMessage())[0]
            record.msg, record.args = "%s: %s", (what, route_of(request))
        return True


class ClientErrorsAsWarnings(logging.Filter):
    """A host or form that somebody made up is no fault of ours: it is worth a line, but no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        if record.name.startswith("django.security."):
            record.levelno, record.levelname, record.exc_info = logging.WARNING, "WARNING", None
        return True


def route_of(request: Any) -> str:
    """Give the pattern of the address that was asked for, never the address."""
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return f"/{match.route}"
    return "/static/" if request.path_info.startswith("/static/") else "none"


def _stamp(_logger: Any, method: str, event: EventDict) -> EventDict:
    event.setdefault("level", method)
    event["timestamp"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    return event


def _name(_logger: Any, _method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    event["level"], event["logger"] = record.levelname.lower(), record.name
    return event


def _tell_exception(logger: Any, method: str, event: EventDict) -> EventDict:
    event = structlog.processors.format_exc_info(logger, method, event)
    for name in ("event", "exception"):
        if name in event:
            event[name] = DETAIL.sub("DETAIL left out\n", str(event[name]))
    return event


def _as_json(_logger: Any, _method: str, event: EventDict) -> bytes:
    return orjson.dumps(event, default=str)


def _as_text(_logger: Any, _method: str, event: EventDict) -> bytes:
    head = f"{event.pop('timestamp')} {event.pop('level').upper()} {event.pop('event')}"
    exception = event.pop("exception", "")
    rest = "".join(f" {name}={value}" for name, value in event.items())
    return f"{head}{rest}{chr(10) if exception else ''}{exception}".encode(errors="replace")
