"""The seat map as most would write it first: Django REST Framework's ModelSerializer on the same tables."""
