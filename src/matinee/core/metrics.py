"""Prometheus metrics. They are updated after the commit, never under a lock."""

from prometheus_client import Counter, Gauge, Histogram

FAST, SLOW = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5), (1.0, 2.5, 5.0, 10.0)

REQUESTS = Counter("matinee_requests", "Answered requests.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "matinee_request_seconds", "Duration of requests.", ["route"], buckets=(*FAST, *SLOW)
)
HOLDS = Counter("matinee_holds", "Attempts to hold seats: held, conflict, busy, refused.", ["outcome"])
LOCK_SECONDS = Histogram(
    "matinee_lock_seconds",
    "Time from requesting the first lock to the commit. More than a few milliseconds is lock wait.",
    ["verb"],
    buckets=(*FAST, *SLOW),
)
BOOKINGS = Counter("matinee_bookings", "Orders whose tickets were issued.")
PAYMENTS = Counter("matinee_payments", "Responses of payment providers.", ["provider", "step", "outcome"])
ROWS_FAILED = Counter("matinee_rows_failed", "Failures of rows in a loop.", ["loop"])
EMAILS = Counter(
    "matinee_emails", "Emails to customers: sent, failed, not_needed, not_sent.", ["kind", "outcome"]
)
EMAIL_ATTACHMENTS_FAILED = Counter(
    "matinee_email_attachments_failed", "Attachments missing from a sent email: pdf, ics.", ["file"]
)
LIVE_CLIENTS = Gauge("matinee_live_clients", "Open seat maps.", multiprocess_mode="livemostrecent")
LIVE_PAUSED = Gauge(
    "matinee_live_paused", "1 while seat maps are paused.", multiprocess_mode="livemostrecent"
)

HOLD_OUTCOMES = {201: "held", 409: "conflict", 503: "busy"}
"""Outcome by HTTP status. Any other status is `refused`."""
