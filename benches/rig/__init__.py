"""What the benches stand on: the running site, its seats, the load clients, CPU accounts, the report."""
