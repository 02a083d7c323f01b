"""The demo's staff account: an owner of all cinemas, for this machine only, in `local` only."""

from django.db import transaction

from matinee.demo.removal import ACCOUNT_ADDRESS
from matinee.staff.models import RoleGrant, User
from matinee.staff.permissions import Role


@transaction.atomic
def open_demo_account(password: str) -> None:
    """Create the account if it is missing, and give it this password."""
    user = User.objects.filter(local_only=True).first()
    if user is None:
        user = User.objects.create_user(ACCOUNT_ADDRESS, password, first_name="Demo", local_only=True)
        RoleGrant.objects.create(user=user, role=Role.OWNER)
    elif not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
