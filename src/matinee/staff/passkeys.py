"""Passkeys: a person who is signed in registers them. Each signs in, alone or after the password (0042),
and approves actions of other people (0051).

The ceremonies are those of django-otp-webauthn. It checks signatures, the site, that the authenticator has
verified the person, and the counter that reveals copies. This module keeps the challenges.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import InterfaceError, OperationalError, connection, transaction
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential, WebAuthnUserHandle
from webauthn import base64url_to_bytes
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from matinee.audit.services import Actor, record
from matinee.core.clock import database_now
from matinee.staff import second_factor
from matinee.staff.errors import PasskeyNotFound, PasskeyNotRegistered, PasskeyRefused
from matinee.staff.locking import lock_person
from matinee.staff.models import Ceremony, PasskeyChallenge, User

VALID_FOR = timedelta(minutes=5)
APPROVAL_VALID_FOR = timedelta(seconds=60)
PASSKEY = "passkey"
MAX_NAME_LENGTH = 64

TAKE_CHALLENGE = """
DELETE FROM passkey_challenge
WHERE challenge = %s AND browser = %s AND ceremony = ANY(%s) AND expires_at > %s
RETURNING ceremony, user_id, action
"""
"""One statement, so that of two concurrent requests one gets the challenge."""

Json = dict[str, Any]


class _Taken(NamedTuple):
    """What a challenge was made for."""

    ceremony: Ceremony
    person_id: int | None
    action: bytes | None


class _Helper(WebAuthnHelper):  # type: ignore[misc]
    """The library's ceremonies, without the request: nothing in it decides for which site they are."""

    def __init__(self) -> None:
        super().__init__(request=None)

    def get_generate_registration_options_kwargs(self, *, user: User) -> Json:
        """Require what a sign-in by passkey alone needs."""
        options: Json = super().get_generate_registration_options_kwargs(user=user)
        options["authenticator_selection"] = AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options


def passkeys_of(person: User) -> list[WebAuthnCredential]:
    """The passkeys of a person, in the order of their registration."""
    return list(WebAuthnCredential.objects.filter(user=person).order_by("pk"))


def ids_with_passkey(people: Iterable[User]) -> set[int]:
    """The ids of the people who have a passkey."""
    return set(WebAuthnCredential.objects.filter(user__in=people).values_list("user_id", flat=True))


def begin_registration(*, person: User, browser: bytes) -> Json:
    """Return the options for `navigator.credentials.create`."""
    options, _ = _Helper().register_begin(user=person)
    _keep_challenge(options, Ceremony.REGISTRATION, browser, person)
    return dict(options)


def complete_registration(
    *, person: User, browser: bytes, name: str, credential: Mapping[str, Any]
) -> tuple[WebAuthnCredential, list[str]]:
    """Register a passkey. Returns new recovery codes too, if the person had no second factor.

    Raises: PasskeyNotRegistered, for whatever is wrong with it.
    """
    challenge = _challenge_in(credential)
    taken = _take_challenge(challenge, browser, [Ceremony.REGISTRATION])
    if taken is None or taken.person_id != person.pk:
        raise PasskeyNotRegistered
    try:
        return _register(person, name, credential)
    except (InterfaceError, OperationalError):
        raise
    # The library raises errors of many kinds for bad data.
    except Exception as error:
        raise PasskeyNotRegistered from error


def begin_sign_in(*, browser: bytes, person: User | None = None) -> Json:
    """Return the options for `navigator.credentials.get`.

    Without a person, for a sign-in by passkey alone. With one, whose password was correct: as second factor.
    """
    options, _ = _Helper().authenticate_begin(user=person, require_user_verification=person is None)
    ceremony = Ceremony.SIGN_IN if person is None else Ceremony.SECOND_FACTOR
    _keep_challenge(options, ceremony, browser, person)
    return dict(options)


def complete_sign_in(*, browser: bytes, credential: Mapping[str, Any]) -> WebAuthnCredential:
    """Return the passkey that has signed the challenge; its `user` signs in.

    Raises: PasskeyRefused, equal for all reasons.
    """
    challenge = _challenge_in(credential)
    taken = _take_challenge(challenge, browser, [Ceremony.SIGN_IN, Ceremony.SECOND_FACTOR])
    if taken is None:
        raise PasskeyRefused
    passkey = _verify(credential, needs_verification=taken.ceremony == Ceremony.SIGN_IN)
    # The library accepts the passkey of anybody.
    if taken.person_id is not None and passkey.user_id != taken.person_id:
        raise PasskeyRefused
    return passkey


def begin_approval(*, approver: User, action: bytes, browser: bytes) -> Json:
    """Return the options for `navigator.credentials.get`: a passkey of the approver approves this.

    `action` is the SHA-256 of what is approved. Raises: PasskeyRefused, for a person without a passkey.
    """
    if not second_factor.has_passkey(approver):
        raise PasskeyRefused
    options, _ = _Helper().authenticate_begin(user=approver, require_user_verification=True)
    _keep_challenge(options, Ceremony.APPROVAL, browser, approver, action)
    return {**options, "timeout": int(APPROVAL_VALID_FOR.total_seconds() * 1000)}


def complete_approval(
    *, approver: User, action: bytes, browser: bytes, credential: Mapping[str, Any]
) -> None:
    """Check that a passkey of the approver has signed the challenge for this action.

    Raises: PasskeyRefused, equal for all reasons.
    """
    taken = _take_challenge(_challenge_in(credential), browser, [Ceremony.APPROVAL])
    if taken != _Taken(Ceremony.APPROVAL, approver.pk, action):
        raise PasskeyRefused
    if _verify(credential, needs_verification=True).user_id != approver.pk:
        raise PasskeyRefused


@transaction.atomic
def rename_passkey(*, person: User, passkey_id: int, name: str) -> WebAuthnCredential:
    """Give one's own passkey another name. Raises: PasskeyNotFound."""
    lock_person(person.pk)
    passkey = _own(person, passkey_id)
    passkey.name = name
    passkey.save(update_fields=["name"])
    _record(person, "passkey renamed", passkey.pk)
    return passkey


@transaction.atomic
def remove_passkey(*, person: User, passkey_id: int) -> None:
    """Remove one's own passkey; with the last second factor, also the recovery codes.

    Raises: PasskeyNotFound.
    """
    lock_person(person.pk)
    _own(person, passkey_id).delete()
    second_factor.remove_unneeded_recovery_codes(person)
    _record(person, "passkey removed", passkey_id)


def _own(person: User, passkey_id: int) -> WebAuthnCredential:
    passkey = WebAuthnCredential.objects.filter(user=person, pk=passkey_id).first()
    if passkey is None:
        raise PasskeyNotFound
    return passkey


@transaction.atomic
def _register(person: User, name: str, credential: Mapping[str, Any]) -> tuple[WebAuthnCredential, list[str]]:
    lock_person(person.pk)
    passkey = _Helper().register_complete(
        user=person, state=_state(credential, needs_verification=True), data=dict(credential)
    )
    passkey.name = name
    passkey.save(update_fields=["name"])
    codes = second_factor.recovery_codes_if_none(person)
    _record(person, "passkey registered", passkey.pk)
    return passkey, codes


def _verify(credential: Mapping[str, Any], *, needs_verification: bool) -> WebAuthnCredential:
    """The passkey that has signed the challenge. Raises: PasskeyRefused."""
    state = _state(credential, needs_verification=needs_verification)
    try:
        passkey = _Helper().authenticate_complete(user=None, state=state, data=dict(credential))
        _check_user_handle(passkey, credential)
    except (InterfaceError, OperationalError):
        raise
    except Exception as error:
        raise PasskeyRefused from error
    if not passkey.confirmed or not passkey.user.is_active:
        raise PasskeyRefused
    return passkey


def _check_user_handle(passkey: WebAuthnCredential, credential: Mapping[str, Any]) -> None:
    """The authenticator names the account that it signs in to; the library does not compare it."""
    handle = credential["response"].get("userHandle")
    if handle and base64url_to_bytes(handle) != WebAuthnUserHandle.get_handle_for_user(passkey.user):
        raise PasskeyRefused


def _state(credential: Mapping[str, Any], *, needs_verification: bool) -> Json:
    """What the library compares with. `_take_challenge` has found the challenge among ours."""
    challenge = _client_data(credential)["challenge"]
    return {"challenge": challenge, "require_user_verification": needs_verification}


def _keep_challenge(
    options: Json, ceremony: Ceremony, browser: bytes, person: User | None, action: bytes | None = None
) -> None:
    now = database_now()
    valid_for = APPROVAL_VALID_FOR if ceremony == Ceremony.APPROVAL else VALID_FOR
    PasskeyChallenge.objects.filter(expires_at__lte=now).delete()
    PasskeyChallenge.objects.create(
        challenge=base64url_to_bytes(options["challenge"]),
        ceremony=ceremony,
        browser=browser,
        user=person,
        action=action,
        expires_at=now + valid_for,
    )


def _take_challenge(challenge: bytes | None, browser: bytes, ceremonies: list[Ceremony]) -> _Taken | None:
    """Use a challenge up. Returns what it was made for; None if it is not valid here and now.

    It is used up whether or not the rest of the request is valid. Call it outside a transaction.
    """
    if challenge is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE_CHALLENGE, [challenge, browser, [one.value for one in ceremonies], database_now()]
        )
        row = cursor.fetchone()
    return None if row is None else _Taken(Ceremony(row[0]), row[1], row[2])


def _challenge_in(credential: Mapping[str, Any]) -> bytes | None:
    """The challenge that the browser says was signed; None if it says nothing."""
    try:
        challenge: bytes = base64url_to_bytes(_client_data(credential)["challenge"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return challenge


def _client_data(credential: Mapping[str, Any]) -> Json:
    data: Json = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
    return data


def _record(person: User, action: str, passkey_id: int) -> None:
    record(Actor(person_id=person.pk), action, object_type=PASSKEY, object_id=passkey_id)
