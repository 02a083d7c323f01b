from importlib import import_module

from django.apps import AppConfig


class AdminConfig(AppConfig):
    name = "matinee.admin"
    label = "matinee_admin"

    def ready(self) -> None:
        """Register the tables."""
        import_module("matinee.admin.tables")
