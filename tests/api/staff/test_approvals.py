"""Approvals: a second person permits one action, on the spot, with their PIN."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import signing
from django.db.models import F

from matinee.audit.models import AuditEntry
from matinee.audit.services import Actor
from matinee.checkout.models import Refund, TicketOrder
from matinee.staff.approval_pin import set_pin
from matinee.staff.approvals import SALT, Action, refusal, use_approval
from matinee.staff.errors import ApprovalInvalid, NeedsApproval
from matinee.staff.models import Approval, ApprovalPin, RoleGrant, User
from matinee.staff.permissions import Permission, Role
from tests.api.staff.sales import admit_seat, nothing_changes, sold_order, terms_of
from tests.api.staff.team import PASSWORD, StaffClient, as_program, person_with, problem
from tests.cinema import Cinema, make_cinema

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

APPROVALS = "/api/staff/approvals/"
OWN_PIN = "/api/staff/session/approval-pin/"
PIN, WRONG = "274916", "274917"
REASON = "the projector failed"
REFUSED = (403, "approval-refused")


@pytest.fixture
def cashier() -> User:
    return person_with(Role.CASHIER)


@pytest.fixture
def client(cashier: User) -> StaffClient:
    return StaffClient(cashier)


@pytest.fixture
def manager() -> User:
    """A manager of all cinemas, with a PIN."""
    person = person_with(Role.MANAGER)
    set_pin(person=person, password=PASSWORD, pin=PIN)
    return person


@pytest.fixture
def order(cinema: Cinema) -> TicketOrder:
    """Two tickets for €24, above the cinema's limit."""
    terms_of(cinema, refund_limit=Decimal(11))
    return sold_order(cinema)


def refund(client: StaffClient, order: TicketOrder, **values: Any) -> Any:
    return client.post(f"/api/staff/orders/{order.reference}/refund/", {"reason": REASON, **values})


def action_of(client: StaffClient, order: TicketOrder, **values: Any) -> str:
    """What is to be approved, as the refusal says."""
    response = refund(client, order, **values)
    assert problem(response) == (403, "not-permitted")
    action: str = response.json()["action"]
    return action


def name_of(person: User) -> str:
    """The name of a person as others read it."""
    return person.get_full_name() or person.email


def approve(client: StaffClient, approver: User, action: str, pin: str = PIN) -> Any:
    return client.post(APPROVALS, {"approver_id": approver.pk, "pin": pin, "action": action})


def approval(client: StaffClient, approver: User, order: TicketOrder, **values: Any) -> str:
    """The token of an approval of the refund."""
    response = approve(client, approver, action_of(client, order, **values))
    assert response.status_code == 201, response.content
    token: str = response.json()["approval"]
    return token


class TestRefund:
    """A refund above the limit, or of admitted tickets."""

    def test_the_refusal_says_what_is_missing_and_who_can_approve(
        self, client: StaffClient, manager: User, order: TicketOrder
    ) -> None:
        User.objects.filter(pk=manager.pk).update(first_name="Mara", last_name="Weber")
        person_with(Role.OWNER)
        document = refund(client, order).json()
        assert document["permission"] == "refund-any-order"
        assert document["approvers"] == [
            {"id": manager.pk, "name": "Mara Weber", "pin": True, "passkey": False}
        ]
        can = client.get(f"/api/staff/orders/{order.reference}/").json()["can"]
        assert (can["refund"], can["refund_with_approval"]) == (False, True)

    def test_an_approved_refund_names_both_people(
        self, client: StaffClient, cashier: User, manager: User, order: TicketOrder
    ) -> None:
        response = refund(client, order, approval=approval(client, manager, order))
        assert response.status_code == 200, response.content
        assert response.json()["status"] == "REFUNDED"
        event = next(one for one in response.json()["events"] if one["type"] == "refunded")
        assert (event["who"], event["approver"]) == (name_of(cashier), name_of(manager))
        assert event["facts"]["approver_id"] == manager.pk
        assert Refund.objects.get().amount == Decimal(24)
        entry = AuditEntry.objects.get(action="order refunded")
        assert (entry.person_id, entry.approver_id) == (cashier.pk, manager.pk)
        given = AuditEntry.objects.get(action="action approved")
        assert (given.person_id, given.approver_id, given.venue_id) == (
            cashier.pk,
            manager.pk,
            order.show.hall.venue_id,
        )
        assert given.facts == {"action": "refund order", "permission": "refund-any-order"}

    def test_admitted_tickets(self, client: StaffClient, manager: User, cinema: Cinema) -> None:
        order = sold_order(cinema)
        admit_seat(cinema, "A1")
        token = approval(client, manager, order)
        assert refund(client, order, approval=token).json()["status"] == "REFUNDED"

    def test_a_ticket_that_was_admitted_since_needs_another_approval(
        self, client: StaffClient, manager: User, cinema: Cinema, order: TicketOrder
    ) -> None:
        token = approval(client, manager, order)
        admit_seat(cinema, "A1")
        with nothing_changes():
            assert problem(refund(client, order, approval=token)) == (409, "approval-invalid")

    def test_an_approval_is_for_one_action(
        self, client: StaffClient, manager: User, cinema: Cinema, order: TicketOrder
    ) -> None:
        other = sold_order(cinema, "B1", "B2")
        token = approval(client, manager, order)
        with nothing_changes():
            for changed in (
                {"seat_ids": cinema.ids("A1")},
                {"reason": "another"},
            ):
                response = refund(client, order, **{"approval": token, **changed})
                assert problem(response) == (409, "approval-invalid")
            assert problem(refund(client, other, approval=token)) == (409, "approval-invalid")
        assert Approval.objects.get().used_at is None
        assert refund(client, order, approval=token).status_code == 200

    def test_an_approval_is_used_once(
        self, client: StaffClient, manager: User, cinema: Cinema, order: TicketOrder
    ) -> None:
        token = approval(client, manager, order, seat_ids=cinema.ids("A1"))
        assert refund(client, order, seat_ids=cinema.ids("A1"), approval=token).status_code == 200
        with nothing_changes():
            response = refund(client, order, seat_ids=cinema.ids("A2"), approval=token)
            assert problem(response) == (409, "approval-invalid")

    def test_an_approval_of_the_very_same_action_is_used_once_too(
        self, client: StaffClient, cashier: User, manager: User, cinema: Cinema
    ) -> None:
        named = (Permission.SELL, cinema.venue.pk, "sell", {"amount": "1"})
        refused = refusal(Actor(person_id=cashier.pk), *named)
        assert isinstance(refused, NeedsApproval)
        token = approve(client, manager, refused.action).json()["approval"]
        action = Action(cashier.pk, *named)
        assert use_approval(action=action, token=token) == manager.pk
        with pytest.raises(ApprovalInvalid):
            use_approval(action=action, token=token)

    def test_an_approval_lasts_a_minute(self, client: StaffClient, manager: User, order: TicketOrder) -> None:
        token = approval(client, manager, order)
        Approval.objects.update(expires_at=F("expires_at") - timedelta(seconds=60))
        with nothing_changes():
            assert problem(refund(client, order, approval=token)) == (409, "approval-invalid")

    def test_an_approval_is_for_the_person_who_asked(
        self, client: StaffClient, manager: User, order: TicketOrder
    ) -> None:
        token = approval(client, manager, order)
        other = StaffClient(person_with(Role.CASHIER, email="other@example.org"))
        with nothing_changes():
            assert problem(refund(other, order, approval=token)) == (409, "approval-invalid")

    @pytest.mark.parametrize("token", ["", "x", "é", "x" * 100])
    def test_a_made_up_approval(
        self, client: StaffClient, manager: User, order: TicketOrder, token: str
    ) -> None:
        with nothing_changes():
            response = refund(client, order, approval=token)
        assert problem(response) == ((409, "approval-invalid") if token else (400, "invalid"))
        assert manager.pk

    @pytest.mark.parametrize("loss", ["deactivated", "without the role"])
    def test_an_approver_who_may_not_any_more(
        self, client: StaffClient, manager: User, order: TicketOrder, loss: str
    ) -> None:
        token = approval(client, manager, order)
        if loss == "deactivated":
            User.objects.filter(pk=manager.pk).update(is_active=False)
        else:
            RoleGrant.objects.filter(user=manager).delete()
        with nothing_changes():
            assert problem(refund(client, order, approval=token)) == (409, "approval-invalid")
        assert Approval.objects.get().used_at is None

    def test_a_repeated_request_needs_no_second_approval(
        self, client: StaffClient, manager: User, order: TicketOrder
    ) -> None:
        client.headers["Idempotency-Key"] = "0123456789abcdef"
        token = approval(client, manager, order)
        first = refund(client, order, approval=token)
        assert first.status_code == 200
        with nothing_changes():
            assert refund(client, order, approval=token).json() == first.json()

    def test_a_program_is_only_refused(self, manager: User, order: TicketOrder) -> None:
        program = as_program(Role.CASHIER)
        response = refund(program, order)
        assert problem(response) == (403, "not-permitted")
        assert "action" not in response.json()
        assert problem(refund(program, order, approval="x")) == (403, "not-permitted")
        assert manager.pk


class TestApprove:
    """Who can approve, and with what."""

    def test_never_ones_own_action(self, cinema: Cinema, order: TicketOrder) -> None:
        """A cashier here who is a manager elsewhere."""
        person = person_with(Role.CASHIER, cinema.venue.pk)
        RoleGrant.objects.create(user=person, role=Role.MANAGER, venue=make_cinema().venue)
        set_pin(person=person, password=PASSWORD, pin=PIN)
        client = StaffClient(person)
        action = action_of(client, order)
        RoleGrant.objects.create(user=person, role=Role.MANAGER, venue=cinema.venue)
        assert problem(approve(client, person, action)) == REFUSED
        assert not Approval.objects.exists()

    @pytest.mark.parametrize("role", [Role.CASHIER, Role.PROGRAMMER, Role.ACCOUNTS, Role.STEWARD])
    def test_a_person_without_the_right(self, client: StaffClient, order: TicketOrder, role: Role) -> None:
        person = person_with(role, email="other@example.org")
        set_pin(person=person, password=PASSWORD, pin=PIN)
        assert problem(approve(client, person, action_of(client, order))) == REFUSED
        assert not Approval.objects.exists()

    def test_a_manager_of_another_cinema(self, client: StaffClient, order: TicketOrder) -> None:
        person = person_with(Role.MANAGER, make_cinema().venue.pk)
        set_pin(person=person, password=PASSWORD, pin=PIN)
        assert problem(approve(client, person, action_of(client, order))) == REFUSED

    def test_a_deactivated_person_one_without_pin_and_nobody(
        self, client: StaffClient, manager: User, order: TicketOrder
    ) -> None:
        action, without = action_of(client, order), person_with(Role.OWNER)
        User.objects.filter(pk=manager.pk).update(is_active=False)
        answers = [approve(client, person, action) for person in (manager, without, User(pk=999_999))]
        assert {one.content for one in answers} == {answers[0].content}
        assert problem(answers[0]) == REFUSED
        assert not Approval.objects.exists()

    def test_the_action_of_another_person(
        self, client: StaffClient, manager: User, order: TicketOrder
    ) -> None:
        other = StaffClient(person_with(Role.CASHIER, email="other@example.org"))
        assert problem(approve(other, manager, action_of(client, order))) == REFUSED

    def test_an_action_that_this_site_has_not_signed(
        self, client: StaffClient, cashier: User, manager: User, order: TicketOrder
    ) -> None:
        venue_id = order.show.hall.venue_id
        forged = signing.dumps(
            ["00" * 32, cashier.pk, "refund-any-order", venue_id, "x"], key="another", salt=SALT
        )
        for action in (forged, "x", "é", action_of(client, order)[:-1]):
            assert problem(approve(client, manager, action)) == (410, "approval-expired")

    def test_an_old_action(
        self, client: StaffClient, manager: User, order: TicketOrder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as earlier:
            earlier.setattr("time.time", lambda: 1_700_000_000)
            action = signing.dumps(["00" * 32, 1, "refund-any-order", 1, "x"], salt=SALT)
        assert problem(approve(client, manager, action)) == (410, "approval-expired")
        assert order.pk

    def test_five_wrong_pins_lock_it(
        self, client: StaffClient, cashier: User, manager: User, order: TicketOrder
    ) -> None:
        action = action_of(client, order)
        for _ in range(5):
            assert problem(approve(client, manager, action, WRONG)) == REFUSED
        assert problem(approve(client, manager, action, PIN)) == (409, "approval-pin-locked")
        assert not Approval.objects.exists()
        entry = AuditEntry.objects.latest("pk")
        assert (entry.action, entry.person_id, entry.object_id) == (
            "approval pin locked",
            cashier.pk,
            manager.pk,
        )

    def test_a_correct_pin_starts_the_count_again(
        self, client: StaffClient, manager: User, order: TicketOrder
    ) -> None:
        action = action_of(client, order)
        for _ in range(2):
            for _ in range(4):
                assert problem(approve(client, manager, action, WRONG)) == REFUSED
            assert approve(client, manager, action).status_code == 201

    def test_a_program_approves_nothing(self, manager: User) -> None:
        body = {"approver_id": manager.pk, "pin": PIN, "action": "x"}
        assert problem(as_program(Role.OWNER).post(APPROVALS, body)) == (401, "sign-in-required")

    def test_attempts_are_limited(
        self, client: StaffClient, manager: User, order: TicketOrder, settings: LazySettings
    ) -> None:
        settings.LOGINS_PER_MINUTE = 2
        action = action_of(client, order)
        for _ in range(2):
            approve(client, manager, action, WRONG)
        assert problem(approve(client, manager, action)) == (429, "too-many-requests")

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"approver_id": "1"}, "approver_id"),
            ({"approver_id": 10**30}, "approver_id"),
            ({"pin": 274916}, "pin"),
            ({"pin": "1" * 13}, "pin"),
            ({"action": ""}, "action"),
            ({"amount": "1"}, "amount"),
            ({"credential": {"response": {}}}, "pin"),
        ],
    )
    def test_a_bad_value(
        self, client: StaffClient, manager: User, change: dict[str, Any], field: str
    ) -> None:
        body = {"approver_id": manager.pk, "pin": PIN, "action": "x", **change}
        response = client.post(APPROVALS, body)
        assert problem(response) == (400, "invalid")
        assert list(response.json()["errors"]) == [field]


class TestPin:
    """One's own PIN, and its reset."""

    def test_it_needs_the_password(self, client: StaffClient, cashier: User) -> None:
        assert client.get(OWN_PIN).json() == {"state": "none"}
        response = client.post(OWN_PIN, {"password": "wrong", "pin": PIN})
        assert problem(response) == (401, "wrong-credentials")
        assert not ApprovalPin.objects.exists()
        assert client.post(OWN_PIN, {"password": PASSWORD, "pin": PIN}).json() == {"state": "set"}
        stored = ApprovalPin.objects.get()
        assert stored.user == cashier
        assert PIN not in stored.pin

    @pytest.mark.parametrize(
        "pin", ["12345", "1" * 6, "123456", "0123456789", "987654", "27491x", "٢٧٤٩١٦", "2749 16", ""]
    )
    def test_a_weak_one_is_refused(self, client: StaffClient, pin: str) -> None:
        response = client.post(OWN_PIN, {"password": PASSWORD, "pin": pin})
        assert problem(response) == (400, "invalid")
        assert list(response.json()["errors"]) == ["pin"]
        assert not ApprovalPin.objects.exists()

    def test_the_person_unlocks_it_with_the_password(self, manager: User) -> None:
        ApprovalPin.objects.update(tries=5)
        client = StaffClient(manager)
        assert client.get(OWN_PIN).json() == {"state": "locked"}
        assert client.post(OWN_PIN, {"password": PASSWORD, "pin": "583920"}).json() == {"state": "set"}
        assert ApprovalPin.objects.get().tries == 0

    def test_a_manager_removes_it(self, manager: User) -> None:
        ApprovalPin.objects.update(tries=5)
        owner = StaffClient(person_with(Role.OWNER))
        path = f"/api/staff/people/{manager.pk}/"
        assert owner.get(path).json()["approval_pin"] == "locked"
        assert owner.delete(f"{path}approval-pin/").json()["approval_pin"] == "none"
        assert owner.delete(f"{path}approval-pin/").status_code == 200
        assert AuditEntry.objects.filter(action="approval pin removed").count() == 1

    def test_a_manager_does_not_remove_that_of_an_owner(self, manager: User) -> None:
        owner = person_with(Role.OWNER)
        set_pin(person=owner, password=PASSWORD, pin=PIN)
        response = StaffClient(manager).delete(f"/api/staff/people/{owner.pk}/approval-pin/")
        assert problem(response) == (403, "not-permitted")
        assert ApprovalPin.objects.filter(user=owner).exists()

    def test_a_reset_of_the_sign_in_removes_it(self, manager: User) -> None:
        owner = StaffClient(person_with(Role.OWNER))
        link = owner.post(f"/api/staff/people/{manager.pk}/invitation/").json()["link"]
        body = {"token": link.rpartition("/")[2], "password": PASSWORD}
        assert StaffClient().post("/api/staff/invitations/accept/", body).status_code == 200
        assert not ApprovalPin.objects.exists()

    def test_attempts_are_limited(self, client: StaffClient, settings: LazySettings) -> None:
        settings.LOGINS_PER_MINUTE = 2
        for _ in range(2):
            client.post(OWN_PIN, {"password": "wrong", "pin": PIN})
        response = client.post(OWN_PIN, {"password": PASSWORD, "pin": PIN})
        assert problem(response) == (429, "too-many-requests")
