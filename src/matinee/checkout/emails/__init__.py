"""Emails to customers: which change sends which email, the outbox, what the emails say, sending them."""
