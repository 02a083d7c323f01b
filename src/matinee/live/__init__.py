"""What changed, to every open seat map, as server-sent events; no Django, thousands of viewers (0008)."""
