"""The base class of all admin tables."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.filters import SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError, IntegrityError, OperationalError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from matinee.admin.actions import confirmation_page
from matinee.admin.audit import record_admin_write
from matinee.core.problems import Problem

FILTER_LOOKUPS = {"", "exact", "id__exact", "isnull", "gte", "lt", "year", "month", "day"}
"""Suffixes that Django's filters and date hierarchy append to a field's name."""

IN_USE = "Somebody else is changing this at the moment. Nothing was changed: try again."
CONSTRAINT_VIOLATED = (
    "The database refused this: another row depends on it, or has the same values. Nothing was changed."
)


class BaseModelAdmin(admin.ModelAdmin):
    """Restricts filters, confirms actions, records writes, and shows errors as messages.

    By default, Django accepts lookups on columns that the list does not show. With `secret__startswith` and
    enough requests, staff with read access to orders could find the secret of an order.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:  # noqa: ARG002
        """Whether a query parameter belongs to one of the list's filters."""
        names = [_parameter(item) for item in self.get_list_filter(request)]
        if self.date_hierarchy:
            names.append(self.date_hierarchy)
        return any(
            lookup == name
            or (lookup.startswith(f"{name}__") and lookup.removeprefix(f"{name}__") in FILTER_LOOKUPS)
            for name in names
        )

    def response_action(
        self, request: HttpRequest, queryset: QuerySet, *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """Show the confirmation page before an action. Django's deletion has its own page.

        Raises: BadRequest, if a selected key is not valid for the table.
        """
        selected = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(self._is_key(key) for key in selected):
            raise BadRequest("A selected key is not valid for this table.")
        action = self.get_actions(request).get(request.POST.get("action", ""))
        if action is not None and action[1] == "delete_selected":
            with transaction.atomic():
                return super().response_action(request, queryset, *args, **kwargs)
        if not selected or action is None or "confirmed" in request.POST:
            return super().response_action(request, queryset, *args, **kwargs)
        describe = getattr(self, "describe", str)
        rows = queryset if request.POST.get("select_across") == "1" else queryset.filter(pk__in=selected)
        return confirmation_page(self, request, rows, question=f"{action[2]}?", describe=describe)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the list or run an action, with one transaction per row."""
        return self._with_error_messages(
            request, lambda: super(BaseModelAdmin, self).changelist_view(request, *args, **kwargs)
        )

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """Add or change a row."""
        return self._in_transaction(
            request, lambda: super(BaseModelAdmin, self).changeform_view(request, object_id, *args, **kwargs)
        )

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Delete a row."""
        return self._in_transaction(
            request, lambda: super(BaseModelAdmin, self).delete_view(request, object_id, *args, **kwargs)
        )

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Record it in Django's log and in the audit trail."""
        record_admin_write(request.user, "added", obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Record it in Django's log and in the audit trail."""
        record_admin_write(request.user, "changed", obj, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Record each deletion in Django's log and in the audit trail."""
        for row in queryset:
            record_admin_write(request.user, "deleted", row)
        return super().log_deletions(request, queryset)

    def _in_transaction(self, request: HttpRequest, view: Any) -> Any:
        def in_transaction() -> Any:
            with transaction.atomic():
                return view()

        return self._with_error_messages(request, in_transaction)

    def _with_error_messages(self, request: HttpRequest, view: Any) -> Any:
        try:
            return view()
        except Problem as problem:
            return self._redirect_with_error(request, problem.detail)
        except (IntegrityError, DataError, OperationalError) as error:
            if request.method != "POST":
                raise
            return self._redirect_with_error(
                request, IN_USE if isinstance(error, OperationalError) else CONSTRAINT_VIOLATED
            )

    def _is_key(self, text: str) -> bool:
        try:
            self.opts.pk.clean(text, None)
        except ValidationError:
            return False
        return True

    def _redirect_with_error(self, request: HttpRequest, message: str) -> HttpResponse:
        self.message_user(request, message, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())


def _parameter(item: Any) -> str:
    """Return the query parameter of a filter: a field path, a pair of path and filter, or a filter class."""
    if isinstance(item, type) and issubclass(item, SimpleListFilter):
        return str(item.parameter_name)
    return str(item[0] if isinstance(item, (tuple, list)) else item)
