"""Django's admin with our own log-in."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "matinee.admin.site.StaffSite"
