"""One file per question; each prints what it measured beside its limit. Nothing here is a test."""
