"""Members of staff, their roles, and the keys of their programs."""

from matinee.staff.models.api_key import ApiKey as ApiKey
from matinee.staff.models.invitation import Invitation as Invitation
from matinee.staff.models.role_grant import RoleGrant as RoleGrant
from matinee.staff.models.setup_link import SetupLink as SetupLink
from matinee.staff.models.user import User as User
from matinee.staff.models.user import UserManager as UserManager
