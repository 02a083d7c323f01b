"""Sends seat changes to open seat maps as server-sent events. Runs without Django (decision 0008)."""
