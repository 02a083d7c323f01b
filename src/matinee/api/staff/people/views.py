"""Endpoints of the team: people, invitations, and who may do what."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import documented
from matinee.api.framework.paging import Order, PageQuery, page_of, read_text
from matinee.api.framework.parsing import id_of_path, language, read_body, read_query
from matinee.api.framework.rate_limits import check_rate_limit
from matinee.api.framework.views import ApiView
from matinee.api.staff.access import StaffView, check_csrf, with_current_state
from matinee.api.staff.documentation import staff_documented
from matinee.api.staff.people.json import person_json, roles_json
from matinee.api.staff.people.shapes import (
    AcceptedInvitationShape,
    AcceptRequest,
    InvitationRequest,
    InvitationShape,
    InvitedPersonShape,
    PersonChanges,
    PersonPageShape,
    PersonRequest,
    PersonShape,
    RolesShape,
)
from matinee.api.staff.weak_password import weak_password_at
from matinee.core.problems import TooManyRequests
from matinee.staff.errors import (
    AddressInUse,
    AdministratorAccount,
    CannotChangeYourself,
    ChangedMeanwhile,
    CsrfFailed,
    InvitationInvalid,
    LastOwner,
    PersonNotFound,
)
from matinee.staff.invitations import accept_invitation, link_of, read_invitation
from matinee.staff.people import add_person, change_person, remove_approval_pin, reset_sign_in
from matinee.staff.permissions import Permission, grants_json
from matinee.staff.queries import people_visible_to, person_visible_to
from matinee.staff.second_factor import with_has_device

TAG = "People"
BY_ADDRESS = Order("email", read_text)


class RolesView(StaffView):
    """`/api/staff/roles/`"""

    @staff_documented("list_roles", tag=TAG, response=RolesShape)
    def get(self, request: Request) -> Response:
        """Get who may do what."""
        read_query(request)
        return Response(roles_json())


class PeopleView(StaffView):
    """`/api/staff/people/`"""

    permission = Permission.MANAGE_PEOPLE

    @staff_documented("list_people", tag=TAG, response=PersonPageShape, query=PageQuery)
    def get(self, request: Request) -> Response:
        """List the team: the people with a role at your cinemas, by email address."""
        query = read_query(request, PageQuery)
        page = page_of(with_has_device(people_visible_to(self.caller.access)), BY_ADDRESS, query)
        return Response(page.json(request, person_json))


class PersonView(StaffView):
    """`/api/staff/people/{person_id}/`"""

    permission = Permission.MANAGE_PEOPLE

    @staff_documented("get_person", tag=TAG, response=PersonShape, errors=[PersonNotFound])
    def get(self, request: Request, person_id: str) -> Response:
        """Get a person."""
        read_query(request)
        return Response(self._state(id_of_path(person_id, PersonNotFound)))

    @staff_documented(
        "change_person",
        tag=TAG,
        body=PersonChanges,
        response=PersonShape,
        errors=[
            PersonNotFound,
            ChangedMeanwhile,
            AdministratorAccount,
            CannotChangeYourself,
            LastOwner,
        ],
    )
    def patch(self, request: Request, person_id: str) -> Response:
        """Change a person's name or roles, or whether the person can sign in.

        You give and take away only roles that you may give. A deactivated person is signed out at once.
        """
        read_query(request)
        pk = id_of_path(person_id, PersonNotFound)
        values = read_body(request, PersonChanges)
        if "roles" in values:
            values["grants"] = values.pop("roles")
        self._state(pk)
        with with_current_state(lambda: self._state(pk)):
            person = change_person(actor=self.caller.actor, person_id=pk, **values)
        return Response(person_json(person))

    def _state(self, person_id: int) -> dict[str, Any]:
        return {**person_json(person_visible_to(self.caller.access, person_id))}


class InvitationsView(StaffView):
    """`/api/staff/invitations/`"""

    permission = Permission.MANAGE_PEOPLE

    @staff_documented(
        "invite_person",
        tag=TAG,
        body=PersonRequest,
        response=InvitedPersonShape,
        status=201,
        errors=[AddressInUse],
    )
    def post(self, request: Request) -> Response:
        """Invite a person.

        The person is sent the link, if the site sends email. It is in the response too, so that you can hand
        it over in another way.
        """
        read_query(request)
        values = read_body(request, PersonRequest)
        person = add_person(
            actor=self.caller.actor,
            grants=values.pop("roles"),
            language=language(request),
            **values,
        )
        return Response({**person_json(person), "link": link_of(person.invitation)}, status=201)


class PersonInvitationView(StaffView):
    """`/api/staff/people/{person_id}/invitation/`"""

    permission = Permission.MANAGE_PEOPLE

    @staff_documented(
        "renew_invitation",
        tag=TAG,
        response=InvitedPersonShape,
        status=201,
        errors=[PersonNotFound, AdministratorAccount, CannotChangeYourself],
    )
    def post(self, request: Request, person_id: str) -> Response:
        """Invite a person again, or let a person who lost password or second factor set new ones.

        An earlier link ends at once. Password and second factor end when the new link is used.
        """
        read_query(request)
        pk = id_of_path(person_id, PersonNotFound)
        person_visible_to(self.caller.access, pk)
        person = reset_sign_in(
            actor=self.caller.actor,
            person_id=pk,
            language=language(request),
        )
        return Response({**person_json(person), "link": link_of(person.invitation)}, status=201)


class PersonPinView(StaffView):
    """`/api/staff/people/{person_id}/approval-pin/`"""

    permission = Permission.MANAGE_PEOPLE

    @staff_documented(
        "remove_approval_pin",
        tag=TAG,
        response=PersonShape,
        errors=[PersonNotFound, AdministratorAccount],
    )
    def delete(self, request: Request, person_id: str) -> Response:
        """Remove a person's approval PIN, such as one that is locked. The person can set a new one."""
        read_query(request)
        pk = person_visible_to(self.caller.access, id_of_path(person_id, PersonNotFound)).pk
        remove_approval_pin(actor=self.caller.actor, person_id=pk)
        return Response(person_json(person_visible_to(self.caller.access, pk)))


class ReadInvitationView(ApiView):
    """`/api/staff/invitations/read/`"""

    cache_control = "private, no-store"

    @documented(
        "read_invitation",
        tag=TAG,
        body=InvitationRequest,
        response=InvitationShape,
        errors=[InvitationInvalid, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Read what an invitation is for. Nothing changes, and the link can still be used.

        The secret is in the body, because servers log addresses.
        """
        read_query(request)
        check_rate_limit(request, "LOOKUPS_PER_MINUTE")
        invitation = read_invitation(**read_body(request, InvitationRequest))
        person = invitation.user
        return Response(
            {
                "email": person.email,
                "roles": grants_json(one.grant for one in person.role_grants.all()),
                "expires_at": invitation.expires_at,
            }
        )


class AcceptInvitationView(ApiView):
    """`/api/staff/invitations/accept/`"""

    cache_control = "private, no-store"

    @documented(
        "accept_invitation",
        tag=TAG,
        body=AcceptRequest,
        response=AcceptedInvitationShape,
        errors=[InvitationInvalid, CsrfFailed, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Accept an invitation: set the password of the account. Then sign in with it.

        The messages about a weak password are in the language of Accept-Language.
        """
        read_query(request)
        check_csrf(request)
        check_rate_limit(request, "LOOKUPS_PER_MINUTE")
        values = read_body(request, AcceptRequest)
        with weak_password_at("password"):
            person = accept_invitation(**values)
        return Response({"email": person.email})
