"""Report a row that a loop could not process: a log line with its id, and a metric."""

import logging
import traceback

from matinee.core.metrics import ROWS_FAILED

logger = logging.getLogger(__name__)


def report_row_failure(loop: str, row_id: int, error: BaseException) -> None:
    """Log and count a failed row by its id. The loop continues with the next row."""
    logger.error("%s: row %s failed: %s", loop, row_id, describe_error(error))
    ROWS_FAILED.labels(loop).inc()


def describe_error(error: BaseException) -> str:
    """Return the class, source line and violated constraint of an error.

    Never includes its message, which may quote a name, an email address or a whole row.
    """
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/matinee/" in frame.filename]
    location = (
        f" at matinee/{frames[-1].filename.rpartition('/matinee/')[2]}:{frames[-1].lineno}" if frames else ""
    )
    diagnosis = getattr(error.__cause__ or error, "diag", None)
    constraint = getattr(diagnosis, "constraint_name", None)
    return f"{type(error).__name__}{location}{f' ({constraint})' if constraint else ''}"
