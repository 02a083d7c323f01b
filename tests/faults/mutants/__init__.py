"""Mutants: each removes one safeguard by patching the processes of the site at startup."""
