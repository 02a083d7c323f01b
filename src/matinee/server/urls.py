"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("matinee.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("matinee.pages.urls")),
]
