"""The seat map's address."""

from django.urls import path

from benches.plain_drf.views import HallLayout

urlpatterns = [path("api/hall-layout/<int:pk>/", HallLayout.as_view())]
