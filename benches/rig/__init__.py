"""Used by all benches: the running site, its shows and seats, load generators, CPU accounting, the report."""
