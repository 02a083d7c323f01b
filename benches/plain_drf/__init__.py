"""The seat map with Django REST Framework's ModelSerializer, on the same tables."""
