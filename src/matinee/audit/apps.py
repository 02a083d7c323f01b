from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "matinee.audit"
