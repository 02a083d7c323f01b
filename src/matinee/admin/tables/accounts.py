"""Staff accounts in Django's admin, identified by email address."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from matinee.admin.actions import run_for_each
from matinee.admin.audit import record_admin_write
from matinee.core.model_fields import LineFormField
from matinee.staff import second_factor
from matinee.staff.models import User

admin.site.unregister(Group)


class SuperusersOnly(admin.ModelAdmin):
    """Only superusers may change accounts and groups.

    The permission to change accounts implies every other permission: it can set a superuser's password.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only superusers."""
        return bool(request.user.is_superuser) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only superusers."""
        return bool(request.user.is_superuser) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only superusers."""
        return bool(request.user.is_superuser) and super().has_delete_permission(request, obj)


@admin.register(Group)
class GroupAdmin(SuperusersOnly, DjangoGroupAdmin):
    """Validates names of groups as single-line text."""

    formfield_overrides = {models.CharField: {"form_class": LineFormField}}


# The keys of second factors are not shown.
admin.site.unregister([TOTPDevice, StaticDevice])


class NewUserForm(AdminUserCreationForm):
    """Has the email address as the user name."""

    class Meta:
        model = User
        fields = ("email",)


@admin.register(User)
class UserAdmin(SuperusersOnly, DjangoUserAdmin):
    """Staff accounts and their permissions."""

    add_form = NewUserForm
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
    fieldsets = (
        (None, {"fields": ("email", "password", "first_name", "last_name")}),
        ("Permissions", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    list_display = ["email", "first_name", "last_name", "is_staff"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    actions = ["reset_second_factor"]

    @admin.action(description="Remove authenticator app and recovery codes", permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Remove the second factor of users who lost it. They set up a new one at the next log-in."""

        def reset(user: User) -> None:
            with transaction.atomic():
                second_factor.reset(user)
                record_admin_write(request.user, "second factor removed", user)

        done = "a new authenticator app is set up at the next log-in."
        run_for_each(self, request, users, reset, describe=str, done=done)

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Change a password and record it."""
        with transaction.atomic():
            return super().user_change_password(request, *args, **kwargs)
