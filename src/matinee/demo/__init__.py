"""The demo: two cinemas, five halls, real films, and a programme filled a fortnight ahead."""
