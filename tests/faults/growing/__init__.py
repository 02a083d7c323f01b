"""A release to come: an app whose migration changes the busiest table."""
