"""The embedded PostgreSQL, used when `DATABASE_URL` is not set.

`binaries` selects the PostgreSQL installation, `account` the operating-system user, `location` the folders.
`cluster` creates, starts and stops the server. `embedded` combines them for the other packages.
"""
