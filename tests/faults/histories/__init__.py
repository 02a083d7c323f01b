"""Many clients on few seats while a nemesis breaks things; a checker judges what they were told."""
