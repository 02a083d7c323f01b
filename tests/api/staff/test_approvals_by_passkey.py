"""Approvals by passkey: a second person confirms one action on the screen of another."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db.models import F
from django_otp_webauthn.models import WebAuthnCredential

from matinee.audit.models import AuditEntry
from matinee.checkout.models import TicketOrder
from matinee.staff.approval_pin import set_pin
from matinee.staff.models import Approval, ApprovalPin, PasskeyChallenge, RoleGrant, User
from matinee.staff.permissions import Role
from tests.api.staff.authenticator import Authenticator
from tests.api.staff.sales import nothing_changes, sold_order
from tests.api.staff.team import PASSWORD, StaffClient, as_program, person_with, problem
from tests.api.staff.test_approvals import (
    APPROVALS,
    PIN,
    REFUSED,
    WRONG,
    action_of,
    approve,
    cashier,
    client,
    name_of,
    order,
    refund,
)
from tests.api.staff.test_passkeys import SIGN_IN, authenticator, options_for, register
from tests.cinema import Cinema, make_cinema

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BEGIN = f"{APPROVALS}passkey/"

__all__ = ["cashier", "client", "order"]


@pytest.fixture
def manager() -> User:
    """A manager of all cinemas, without a PIN."""
    return person_with(Role.MANAGER)


@pytest.fixture
def key(manager: User) -> Authenticator:
    """The manager's passkey."""
    return key_of(manager)


def key_of(person: User) -> Authenticator:
    """Register a passkey for a person."""
    key = authenticator()
    assert register(StaffClient(person), key).status_code == 201
    return key


def begin(client: StaffClient, approver: User, action: str) -> Any:
    return client.post(BEGIN, {"approver_id": approver.pk, "action": action})


def challenge(client: StaffClient, approver: User, action: str) -> dict[str, Any]:
    """The options for the approver's passkey."""
    response = begin(client, approver, action)
    assert response.status_code == 200, response.content
    options: dict[str, Any] = response.json()["options"]
    return options


def send(client: StaffClient, approver: User, action: str, credential: dict[str, Any]) -> Any:
    return client.post(APPROVALS, {"approver_id": approver.pk, "action": action, "credential": credential})


def sign(client: StaffClient, approver: User, action: str, key: Authenticator) -> Any:
    """Begin an approval, sign its challenge with the key, and send it."""
    return send(client, approver, action, key.get(challenge(client, approver, action)))


def is_refused(response: Any) -> bool:
    """Whether nothing was approved."""
    return problem(response) == REFUSED and not Approval.objects.exists()


class TestApproved:
    """The approver's own passkey, on the spot."""

    def test_the_refund_names_both_people(
        self, client: StaffClient, cashier: User, manager: User, key: Authenticator, order: TicketOrder
    ) -> None:
        response = sign(client, manager, action_of(client, order), key)
        assert response.status_code == 201, response.content
        done = refund(client, order, approval=response.json()["approval"])
        event = next(one for one in done.json()["events"] if one["type"] == "refunded")
        assert (event["who"], event["approver"]) == (name_of(cashier), name_of(manager))
        for action in ("action approved", "order refunded"):
            entry = AuditEntry.objects.get(action=action)
            assert (entry.person_id, entry.approver_id) == (cashier.pk, manager.pk)

    @pytest.mark.usefixtures("key")
    def test_the_refusal_says_how_each_person_approves(
        self, client: StaffClient, manager: User, order: TicketOrder
    ) -> None:
        both = person_with(Role.OWNER)
        person_with(Role.MANAGER, email="none@example.org")
        set_pin(person=both, password=PASSWORD, pin=PIN)
        key_of(both)
        assert refund(client, order).json()["approvers"] == [
            {"id": manager.pk, "name": name_of(manager), "pin": False, "passkey": True},
            {"id": both.pk, "name": name_of(both), "pin": True, "passkey": True},
        ]

    def test_the_options_are_for_this_site_and_the_approvers_passkeys(
        self,
        client: StaffClient,
        manager: User,
        key: Authenticator,
        order: TicketOrder,
        settings: LazySettings,
    ) -> None:
        settings.ALLOWED_HOSTS = ["*"]
        action = action_of(client, order)
        key_of(person_with(Role.OWNER))
        client.headers |= {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
        options = challenge(client, manager, action)
        allowed = [one["id"] for one in options["allowCredentials"]]
        assert allowed == [key.get(options)["id"]]
        assert (options["rpId"], options["userVerification"]) == ("localhost", "required")
        assert options["timeout"] == 60_000

    def test_it_is_for_one_action(
        self, client: StaffClient, manager: User, key: Authenticator, cinema: Cinema, order: TicketOrder
    ) -> None:
        other = sold_order(cinema, "B1", "B2")
        token = sign(client, manager, action_of(client, order), key).json()["approval"]
        with nothing_changes():
            assert problem(refund(client, other, approval=token)) == (409, "approval-invalid")
        Approval.objects.update(expires_at=F("expires_at") - timedelta(seconds=60))
        with nothing_changes():
            assert problem(refund(client, order, approval=token)) == (409, "approval-invalid")


class TestRefused:
    """Each guard by itself."""

    @pytest.mark.usefixtures("key")
    def test_the_passkey_of_another_manager(
        self, client: StaffClient, manager: User, order: TicketOrder
    ) -> None:
        other = key_of(person_with(Role.OWNER))
        assert is_refused(sign(client, manager, action_of(client, order), other))

    @pytest.mark.usefixtures("key")
    def test_the_passkey_of_the_person_who_asks(
        self, client: StaffClient, cashier: User, manager: User, order: TicketOrder
    ) -> None:
        own = authenticator()
        register(client, own)
        action = action_of(client, order)
        assert is_refused(sign(client, manager, action, own))
        assert problem(begin(client, cashier, action)) == REFUSED
        assert is_refused(send(client, cashier, action, own.get(challenge(client, manager, action))))

    def test_ones_own_action_with_the_right_to_approve(self, cinema: Cinema, order: TicketOrder) -> None:
        """A cashier here who has become a manager since the refusal."""
        person = person_with(Role.CASHIER, cinema.venue.pk)
        client, own = StaffClient(person), authenticator()
        register(client, own)
        action = action_of(client, order)
        RoleGrant.objects.create(user=person, role=Role.MANAGER, venue=cinema.venue)
        assert problem(begin(client, person, action)) == REFUSED
        assert is_refused(send(client, person, action, own.get(options_for(client))))

    def test_a_challenge_is_used_once(
        self, client: StaffClient, manager: User, key: Authenticator, order: TicketOrder
    ) -> None:
        action = action_of(client, order)
        credential = key.get(challenge(client, manager, action))
        assert send(client, manager, action, credential).status_code == 201
        WebAuthnCredential.objects.update(sign_count=0)
        assert problem(send(client, manager, action, credential)) == REFUSED
        assert Approval.objects.count() == 1

    def test_a_challenge_lasts_a_minute(
        self, client: StaffClient, manager: User, key: Authenticator, order: TicketOrder
    ) -> None:
        action = action_of(client, order)
        credential = key.get(challenge(client, manager, action))
        PasskeyChallenge.objects.update(expires_at=F("expires_at") - timedelta(seconds=60))
        assert is_refused(send(client, manager, action, credential))

    def test_a_challenge_is_for_one_action(
        self, client: StaffClient, manager: User, key: Authenticator, cinema: Cinema, order: TicketOrder
    ) -> None:
        """The approver has read another amount."""
        small = action_of(client, order, seat_ids=cinema.ids("A1", "A2"), reason="another")
        credential = key.get(challenge(client, manager, small))
        assert is_refused(send(client, manager, action_of(client, order), credential))
        assert is_refused(send(client, manager, small, credential)), "it is used up"

    def test_a_challenge_is_for_one_approver(
        self, client: StaffClient, manager: User, key: Authenticator, order: TicketOrder
    ) -> None:
        other = person_with(Role.OWNER)
        key_of(other)
        action = action_of(client, order)
        assert is_refused(send(client, manager, action, key.get(challenge(client, other, action))))

    def test_a_challenge_is_for_one_browser(
        self, client: StaffClient, cashier: User, manager: User, key: Authenticator, order: TicketOrder
    ) -> None:
        action = action_of(client, order)
        credential = key.get(challenge(client, manager, action))
        assert is_refused(send(StaffClient(cashier), manager, action, credential))

    def test_a_sign_in_is_no_approval_and_an_approval_no_sign_in(
        self, client: StaffClient, manager: User, key: Authenticator, order: TicketOrder
    ) -> None:
        """Otherwise the person who asks could sign in as the approver."""
        action = action_of(client, order)
        assert is_refused(send(client, manager, action, key.get(options_for(client))))
        credential = key.get(challenge(client, manager, action))
        assert problem(client.post(SIGN_IN, {"credential": credential})) == (401, "passkey-refused")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"verifies": False},
            {"origin": "https://localhost.evil.example"},
            {"host": "evil.example"},
            {"handle": b"of another account"},
            {"counter": -1},
        ],
    )
    def test_no_verification_another_site_or_a_copy(
        self,
        client: StaffClient,
        manager: User,
        key: Authenticator,
        order: TicketOrder,
        wrong: dict[str, Any],
    ) -> None:
        WebAuthnCredential.objects.update(sign_count=1)
        vars(key).update({"counter": 1, **wrong})
        assert is_refused(sign(client, manager, action_of(client, order), key))

    @pytest.mark.usefixtures("key")
    @pytest.mark.parametrize(
        "credential", [{"response": {}}, {"response": {"clientDataJSON": "e30"}}, {"id": 1, "response": {}}]
    )
    def test_nonsense(
        self,
        client: StaffClient,
        manager: User,
        order: TicketOrder,
        credential: dict[str, Any],
    ) -> None:
        assert is_refused(send(client, manager, action_of(client, order), credential))

    @pytest.mark.parametrize("role", [Role.CASHIER, Role.PROGRAMMER, Role.ACCOUNTS, Role.STEWARD])
    def test_a_person_without_the_right(self, client: StaffClient, order: TicketOrder, role: Role) -> None:
        person = person_with(role, email="other@example.org")
        key, action = key_of(person), action_of(client, order)
        assert problem(begin(client, person, action)) == REFUSED
        assert is_refused(send(client, person, action, key.get(options_for(client))))
        assert not PasskeyChallenge.objects.filter(ceremony="approval").exists()

    @pytest.mark.parametrize("loss", ["role", "account"])
    def test_a_person_who_loses_the_right_before_it_is_signed(
        self, client: StaffClient, manager: User, key: Authenticator, order: TicketOrder, loss: str
    ) -> None:
        action = action_of(client, order)
        credential = key.get(challenge(client, manager, action))
        if loss == "role":
            RoleGrant.objects.filter(user=manager).update(venue=make_cinema().venue)
        else:
            User.objects.filter(pk=manager.pk).update(is_active=False)
        assert is_refused(send(client, manager, action, credential))
        assert problem(begin(client, manager, action)) == REFUSED

    def test_a_person_without_a_passkey_gets_no_options(
        self, client: StaffClient, manager: User, order: TicketOrder
    ) -> None:
        """Options without passkeys would let the browser offer those of everybody."""
        set_pin(person=manager, password=PASSWORD, pin=PIN)
        action = action_of(client, order)
        assert problem(begin(client, manager, action)) == REFUSED
        assert not PasskeyChallenge.objects.exists()
        assert is_refused(send(client, manager, action, authenticator().get(options_for(client))))

    def test_the_action_of_another_person(
        self, client: StaffClient, manager: User, key: Authenticator, order: TicketOrder
    ) -> None:
        action = action_of(client, order)
        other = StaffClient(person_with(Role.CASHIER, email="other@example.org"))
        assert problem(begin(other, manager, action)) == REFUSED
        assert is_refused(send(other, manager, action, key.get(options_for(other))))
        assert problem(begin(client, manager, "x")) == (410, "approval-expired")

    @pytest.mark.usefixtures("key")
    def test_programs_and_requests_without_csrf_token(
        self, client: StaffClient, manager: User, order: TicketOrder
    ) -> None:
        action = action_of(client, order)
        assert problem(begin(as_program(Role.OWNER), manager, action)) == (401, "sign-in-required")
        client.headers = {}
        assert problem(begin(client, manager, action)) == (403, "csrf-failed")

    @pytest.mark.usefixtures("key")
    @pytest.mark.parametrize(
        "change", [{}, {"pin": PIN, "credential": {"response": {}}}, {"credential": None}]
    )
    def test_neither_or_both_ways(self, client: StaffClient, manager: User, change: dict[str, Any]) -> None:
        response = client.post(APPROVALS, {"approver_id": manager.pk, "action": "x", **change})
        assert problem(response) == (400, "invalid")


class TestLimits:
    """The lock belongs to the PIN alone; a passkey has the limit of requests."""

    def test_a_passkey_approves_while_the_pin_is_locked(
        self, client: StaffClient, manager: User, key: Authenticator, order: TicketOrder
    ) -> None:
        set_pin(person=manager, password=PASSWORD, pin=PIN)
        action = action_of(client, order)
        for _ in range(5):
            assert problem(approve(client, manager, action, WRONG)) == REFUSED
        assert sign(client, manager, action, key).status_code == 201
        assert problem(approve(client, manager, action, PIN)) == (409, "approval-pin-locked")

    def test_failed_tries_by_passkey_lock_neither(
        self, client: StaffClient, manager: User, key: Authenticator, order: TicketOrder
    ) -> None:
        action = action_of(client, order)
        for _ in range(6):
            assert is_refused(send(client, manager, action, {"response": {}}))
        assert sign(client, manager, action, key).status_code == 201
        assert not ApprovalPin.objects.exists()

    @pytest.mark.usefixtures("key")
    def test_failed_tries_by_passkey_do_not_count_against_the_pin(
        self, client: StaffClient, manager: User, order: TicketOrder
    ) -> None:
        set_pin(person=manager, password=PASSWORD, pin=PIN)
        action = action_of(client, order)
        for _ in range(6):
            assert is_refused(send(client, manager, action, {"response": {}}))
        assert ApprovalPin.objects.get().tries == 0
        assert approve(client, manager, action, PIN).status_code == 201

    def test_attempts_are_limited(
        self,
        client: StaffClient,
        manager: User,
        key: Authenticator,
        order: TicketOrder,
        settings: LazySettings,
    ) -> None:
        settings.LOGINS_PER_MINUTE = 1
        action = action_of(client, order)
        assert sign(client, manager, action, key).status_code == 201
        assert problem(sign(client, manager, action, key)) == (429, "too-many-requests")
