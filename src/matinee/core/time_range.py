"""The range of stored times.

Python cannot read some of PostgreSQL's, such as `infinity`: they break queries.
"""

from datetime import UTC, datetime

EARLIEST_TIME, LATEST_TIME = datetime(1900, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
