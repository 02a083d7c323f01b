"""The addresses under `/api/devices/`."""

from django.urls import path

from matinee.api.devices.schema import DeviceSchemaView
from matinee.api.devices.views import CurrentDeviceView, PairView

urlpatterns = [
    path("api/devices/pair/", PairView.as_view()),
    path("api/devices/current/", CurrentDeviceView.as_view()),
    path("api/devices/schema/", DeviceSchemaView.as_view()),
]
