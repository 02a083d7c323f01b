"""Configures Django's admin to use `StaffSite`."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "matinee.admin.site.StaffSite"
