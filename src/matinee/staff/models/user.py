"""Members of staff. Moviegoers have no account."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from matinee.core.constraints import email_check, moments_check, optional_line_check
from matinee.core.email_address import comparison_form, normal_email
from matinee.core.model_fields import EmailAddressField, NameField
from matinee.staff.permissions import Access


class UserManager(BaseUserManager["User"]):
    """Creates and finds users by email address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account. An account without a password has no log-in.

        Raises: ValidationError, for what is no email address or has an account already.
        """
        user = self.model(email=normal_email(email), **fields)
        if self.alias(address=Lower("email")).filter(address=user.email.lower()).exists():
            raise ValidationError(_("There is an account with this mail address already."))
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account with all permissions."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by email address, ignoring case."""
        return self.alias(address=Lower("email")).get(address=comparison_form(username or ""))


class User(AbstractUser):
    """A member of staff. The email address is the log-in name."""

    id = models.BigAutoField(primary_key=True)
    username = None  # type: ignore[assignment]
    email = EmailAddressField("mail address")
    first_name = NameField("first name", max_length=150, blank=True)
    last_name = NameField("last name", max_length=150, blank=True)
    local_only = models.BooleanField(
        db_default=False, editable=False, help_text="Signs in on the site's own machine only."
    )
    version = models.IntegerField(db_default=1, editable=False, help_text="Grows with each change.")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        db_table = "staff_user"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_mail_address"),
            email_check("staff_user", "email"),
            optional_line_check("staff_user", "first_name"),
            optional_line_check("staff_user", "last_name"),
            moments_check("staff_user", "last_login", "date_joined"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def access(self) -> Access:
        """What the person may do. An administrator of the installation may do everything."""
        if self.is_superuser:
            return Access.of_administrator()
        return Access.of(one.grant for one in self.role_grants.all())

    @property
    def is_administrator(self) -> bool:
        """Whether the account has rights in Django's admin, so that only administrators may change it."""
        return self.is_superuser or self.groups.exists() or self.user_permissions.exists()
