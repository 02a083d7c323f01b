"""The errors of sign-in, people and keys. Each docstring is the message for people."""

from typing import Annotated, Any, TypedDict

from matinee.core.json_schema import Id
from matinee.core.problems import Problem
from matinee.staff.permissions import Permission


class NotPermitted(Problem):
    """Your role does not include this. Ask a manager or an owner of the cinema for it."""

    code = "not-permitted"
    title = "Not permitted"
    status = 403

    permission: Annotated[str, "The permission that is missing, as listed under `roles/`."]

    @classmethod
    def needs(cls, permission: Permission) -> "NotPermitted":
        """The refusal of an action that needs this permission."""
        return cls(permission=permission.value)


class SignInRequired(Problem):
    """You are not signed in, or your session has ended. Sign in and try again."""

    code = "sign-in-required"
    title = "Sign-in required"
    status = 401


class ApiKeyInvalid(Problem):
    """This API key is unknown, revoked or past its end date. Create a new one under People, Programs."""

    code = "api-key-invalid"
    title = "API key invalid"
    status = 401


class CsrfFailed(Problem):
    """The page is out of date. Reload it and try again; nothing has changed."""

    code = "csrf-failed"
    title = "CSRF token missing or wrong"
    status = 403


class WrongCredentials(Problem):
    """Email address, password or code is wrong. Check them and try again."""

    code = "wrong-credentials"
    title = "Wrong credentials"
    status = 401


class SecondFactorRequired(Problem):
    """The password is correct. Now use your passkey, or send the code of your app or a recovery code."""

    code = "second-factor-required"
    title = "Second factor required"
    status = 401

    passkey: Annotated[bool, "Whether the account has a passkey, which can be used instead."]


class ChangedMeanwhile(Problem):
    """Another person has changed this since you opened it. Look at the current state and try again."""

    code = "changed-meanwhile"
    title = "Changed meanwhile"
    status = 409

    current: Annotated[dict[str, Any], "The current state, as its address returns it."]


class LastOwner(Problem):
    """At least one owner of all cinemas must remain. Make somebody else an owner first."""

    code = "last-owner"
    title = "Last owner"
    status = 409


class AddressInUse(Problem):
    """Somebody with this email address has an account already. Change the roles of that person instead."""

    code = "address-in-use"
    title = "Address in use"
    status = 409

    person_id: Annotated[
        Id | None, "That person. Missing if the person is not on your team: ask an owner of all cinemas."
    ] = None


class PersonNotFound(Problem):
    """There is no such person on the team."""

    code = "person-not-found"
    title = "Person not found"
    status = 404


class ApiKeyNotFound(Problem):
    """There is no such API key."""

    code = "api-key-not-found"
    title = "API key not found"
    status = 404


class InvitationInvalid(Problem):
    """This link was used, replaced by a newer one, or has expired. Ask for a new invitation."""

    code = "invitation-invalid"
    title = "Invitation invalid"
    status = 410


class SetupLinkInvalid(Problem):
    """This link was used, replaced by a newer one, or has expired. `matinee setup-link` prints a new one."""

    code = "setup-link-invalid"
    title = "Set-up link invalid"
    status = 410


class OwnerExists(Problem):
    """The cinema has an owner already. Ask an owner for an invitation."""

    code = "owner-exists"
    title = "Owner exists"
    status = 409


class AdministratorAccount(Problem):
    """This account administers the installation. Only an administrator can change it."""

    code = "administrator-account"
    title = "Administrator's account"
    status = 403


class CannotChangeYourself(Problem):
    """You cannot remove your own roles, or reset or deactivate your account. Ask another owner or manager."""

    code = "cannot-change-yourself"
    title = "Cannot change yourself"
    status = 409


class DemoAccount(Problem):
    """The password of the demo's account stays: each start of the site prints it."""

    code = "demo-account"
    title = "Account of the demo"
    status = 409


class PasskeyRefused(Problem):
    """This passkey does not open an account here, or it took too long. Try again, or use your password."""

    code = "passkey-refused"
    title = "Passkey refused"
    status = 401


class PasskeyNotRegistered(Problem):
    """The passkey could not be registered, or it took too long. Start again; nothing has changed."""

    code = "passkey-not-registered"
    title = "Passkey not registered"
    status = 409


class PasskeyNotFound(Problem):
    """There is no such passkey on your account."""

    code = "passkey-not-found"
    title = "Passkey not found"
    status = 404


class DeviceNotFound(Problem):
    """There is no such device."""

    code = "device-not-found"
    title = "Device not found"
    status = 404


class PairingCodeInvalid(Problem):
    """This code is wrong, was used already, or has expired. Create a new one under People, Devices."""

    code = "pairing-code-invalid"
    title = "Pairing code invalid"
    status = 410


class DeviceTokenInvalid(Problem):
    """This device is not paired, or was revoked. Pair it again."""

    code = "device-token-invalid"
    title = "Device token invalid"
    status = 401


class NothingToConfirm(Problem):
    """This device is not paired yet, or was revoked. Look at its current state."""

    code = "nothing-to-confirm"
    title = "Nothing to confirm"
    status = 409


class ApproverShape(TypedDict):
    """A person who can approve an action, and how."""

    id: Id
    name: str
    pin: Annotated[bool, "With their approval PIN."]
    passkey: Annotated[bool, "With a passkey."]


class NeedsApproval(NotPermitted):
    """Your role does not include this. A person who may do it can approve it on the spot."""

    title = "Approval needed"

    action: Annotated[str, "What is to be approved. Send it to `approvals/` with the approver."]
    approvers: Annotated[list[ApproverShape], "Who can approve it, by name: people with a PIN or a passkey."]


class ApprovalRefused(Problem):
    """PIN or passkey is wrong, or this person cannot approve this. Five wrong tries lock a PIN."""

    code = "approval-refused"
    title = "Approval refused"
    status = 403


class ApprovalPinLocked(Problem):
    """This PIN is locked after five wrong tries. The person can set a new one with their password."""

    code = "approval-pin-locked"
    title = "Approval PIN locked"
    status = 409


class ApprovalExpired(Problem):
    """What was to be approved is out of date. Start the action again."""

    code = "approval-expired"
    title = "Approval expired"
    status = 410


class ApprovalInvalid(Problem):
    """This approval was used, has expired, or is for another action. Ask again; nothing has changed."""

    code = "approval-invalid"
    title = "Approval invalid"
    status = 409
