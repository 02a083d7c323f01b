"""Concurrent clients and a nemesis on a running site; a checker decides whether the history is possible."""
