"""New passwords: how they are checked, and the change of one's own."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from matinee.audit.services import Actor, record
from matinee.staff.errors import DemoAccount, WrongCredentials
from matinee.staff.locking import lock_person
from matinee.staff.models import User


def hash_of_new(password: str, person: User) -> str:
    """What is stored of a new password. Call it without a lock: hashing is slow by design.

    Raises: ValidationError, for a weak password.
    """
    validate_password(password, person)
    return make_password(password)


def change_password(*, person: User, new_password: str) -> User:
    """Replace one's own password. Sessions opened before end.

    `person` is the row whose password was checked.

    Raises: DemoAccount, WrongCredentials; ValidationError, for a weak password.
    """
    if person.local_only:
        raise DemoAccount
    return _replace(person, hash_of_new(new_password, person))


@transaction.atomic
def _replace(checked: User, password_hash: str) -> User:
    person = lock_person(checked.pk)
    # A reset may have replaced the password that was checked.
    if person.password != checked.password:
        raise WrongCredentials
    person.password = password_hash
    person.save(update_fields=["password"])
    record(Actor(person_id=person.pk), "password changed", object_type="person", object_id=person.pk)
    return person
