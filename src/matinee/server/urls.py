"""URL configuration of the site."""

from django.contrib import admin
from django.urls import include, path

from matinee.server.metrics import metrics

urlpatterns = [
    path("", include("matinee.api.urls")),
    path("metrics", metrics),
    path("admin/", admin.site.urls),
    path("", include("matinee.pages.urls")),
]
