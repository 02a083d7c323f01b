"""Broken builds: each takes one safeguard away, by changing a piece of the started processes from outside."""
