"""The private PostgreSQL that is there when `DATABASE_URL` names no other.

`binaries` says which PostgreSQL, `account` as whom, `place` where, `cluster` makes, starts and stops it, and
`private` ties them together: the one to call.
"""
