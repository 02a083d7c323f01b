"""People who work at the cinema. Moviegoers need no account."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Creates users by mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password nobody can log in to it."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account that may do everything."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by mail address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A member of staff, who logs in by mail address."""

    id = models.BigAutoField(primary_key=True)
    username = None  # type: ignore[assignment]
    email = models.EmailField("mail address")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        db_table = "staff_user"
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_mail_address")]

    def __str__(self) -> str:
        return self.email
