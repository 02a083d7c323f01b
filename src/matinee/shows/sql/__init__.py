"""The SQL of `shows/`."""
