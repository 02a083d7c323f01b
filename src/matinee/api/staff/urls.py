"""The addresses under `/api/staff/`."""

from django.urls import path

from matinee.api.staff.people.program_views import ApiKeysView, ApiKeyView, AuditView
from matinee.api.staff.people.views import (
    AcceptInvitationView,
    InvitationsView,
    PeopleView,
    PersonInvitationView,
    PersonView,
    RolesView,
)
from matinee.api.staff.session.views import SecondFactorView, SessionView
from matinee.api.staff.site.schema import StaffSchemaView

urlpatterns = [
    path("api/staff/session/", SessionView.as_view()),
    path("api/staff/session/second-factor/", SecondFactorView.as_view()),
    path("api/staff/roles/", RolesView.as_view()),
    path("api/staff/people/", PeopleView.as_view()),
    path("api/staff/people/<str:person_id>/", PersonView.as_view()),
    path("api/staff/people/<str:person_id>/invitation/", PersonInvitationView.as_view()),
    path("api/staff/invitations/", InvitationsView.as_view()),
    path("api/staff/invitations/accept/", AcceptInvitationView.as_view()),
    path("api/staff/api-keys/", ApiKeysView.as_view()),
    path("api/staff/api-keys/<str:key_id>/", ApiKeyView.as_view()),
    path("api/staff/audit/", AuditView.as_view()),
    path("api/staff/schema/", StaffSchemaView.as_view()),
]
