"""Staff accounts in Django's admin, by mail address."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from matinee.admin import second_factor
from matinee.admin.actions import run_for_each
from matinee.core.model_fields import LineFormField
from matinee.staff.models import User

admin.site.unregister(Group)


class ForSuperusers(admin.ModelAdmin):
    """Accounts and groups are changed by superusers alone.

    Whoever may change an account may take any right: make it a superuser's, or set a superuser's password.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers."""
        return bool(request.user.is_superuser) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers."""
        return bool(request.user.is_superuser) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers."""
        return bool(request.user.is_superuser) and super().has_delete_permission(request, obj)


@admin.register(Group)
class GroupAdmin(ForSuperusers, DjangoGroupAdmin):
    """Names of groups are single lines, as all names are."""

    formfield_overrides = {models.CharField: {"form_class": LineFormField}}


# Nobody needs to see another's keys.
admin.site.unregister([TOTPDevice, StaticDevice])


class NewUserForm(AdminUserCreationForm):
    """Asks for the mail address where Django asks for a user name."""

    class Meta:
        model = User
        fields = ("email",)


@admin.register(User)
class UserAdmin(ForSuperusers, DjangoUserAdmin):
    """Who may log in, and what they may do."""

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

    @admin.action(description="Forget telephone and paper codes", permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Who lost both sets up new ones at the next log-in."""
        done = "a new telephone is set up at the next log-in."
        run_for_each(self, request, users, second_factor.forget, describe=str, done=done)
