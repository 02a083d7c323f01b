from django.apps import AppConfig


class FailedRowsConfig(AppConfig):
    name = "matinee.runtime.failed_rows"
