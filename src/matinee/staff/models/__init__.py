"""Members of staff, their roles and sign-in, their devices, and the keys of their programs."""

from matinee.staff.models.api_key import ApiKey as ApiKey
from matinee.staff.models.approval import Approval as Approval
from matinee.staff.models.approval import ApprovalPin as ApprovalPin
from matinee.staff.models.device import Device as Device
from matinee.staff.models.device import DeviceHall as DeviceHall
from matinee.staff.models.device import DeviceKind as DeviceKind
from matinee.staff.models.invitation import Invitation as Invitation
from matinee.staff.models.passkey_challenge import Ceremony as Ceremony
from matinee.staff.models.passkey_challenge import PasskeyChallenge as PasskeyChallenge
from matinee.staff.models.role_grant import RoleGrant as RoleGrant
from matinee.staff.models.setup_link import SetupLink as SetupLink
from matinee.staff.models.user import User as User
from matinee.staff.models.user import UserManager as UserManager
