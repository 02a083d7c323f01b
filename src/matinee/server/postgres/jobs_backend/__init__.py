"""Django's connection to the job queue."""
