"""Telling an operator about one row that a loop could not do: a log line with its id, and a metric."""

import logging
import traceback

from matinee.core.metrics import ROWS_FAILED

logger = logging.getLogger(__name__)


def report_row_failure(loop: str, row_id: int, error: BaseException) -> None:
    """Log and count a row that failed, named by its id; the loop goes on with the next one."""
    logger.error("%s: row %s is set aside: %s", loop, row_id, describe_error(error))
    ROWS_FAILED.labels(loop).inc()


def describe_error(error: BaseException) -> str:
    """Class, place in our code and violated constraint of an error.

    Never its message, which may quote a name, an email address or a whole row.
    """
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/matinee/" in frame.filename]
    place = f" at matinee/{ours[-1].filename.rpartition('/matinee/')[2]}:{ours[-1].lineno}" if ours else ""
    diagnosis = getattr(error.__cause__ or error, "diag", None)
    constraint = getattr(diagnosis, "constraint_name", None)
    return f"{type(error).__name__}{place}{f' ({constraint})' if constraint else ''}"
