"""Moments that Python can read. PostgreSQL has others, as `infinity`: one would end every list it is in."""

from datetime import UTC, datetime

EARLIEST_TIME, LATEST_TIME = datetime(1900, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
