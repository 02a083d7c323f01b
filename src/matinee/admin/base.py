"""What holds for every table of the admin, whoever wrote its admin class."""

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
from matinee.core.problems import Problem

FILTER_LOOKUPS = {"", "exact", "id__exact", "isnull", "gte", "lt", "year", "month", "day"}
"""What Django's own filters and its date hierarchy append to a field's name."""

IN_USE = "Somebody else is changing this at the moment. Nothing was changed: try again."
REFUSED = "The database refused this: another row depends on it, or has the same values. Nothing was changed."


class BaseModelAdmin(admin.ModelAdmin):
    """A list has its own filters alone, an action is confirmed, and a refusal while saving is a message.

    Django also accepts lookups on columns that the list does not show. With `secret__startswith` and enough
    requests, a member of staff who may only look at orders could read the secret of one.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:  # noqa: ARG002
        """Whether a parameter of the list's address belongs to one of the list's filters."""
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
        """Ask before an action is done. Django's own deletion has a page of its own.

        Raises: BadRequest, for a chosen row that is no key of the table.
        """
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(self._is_key(key) for key in chosen):
            raise BadRequest("A chosen row is no key of the table.")
        action = self.get_actions(request).get(request.POST.get("action", ""))
        if not chosen or action is None or action[1] == "delete_selected" or "confirmed" in request.POST:
            return super().response_action(request, queryset, *args, **kwargs)
        describe = getattr(self, "describe", str)
        rows = queryset if request.POST.get("select_across") == "1" else queryset.filter(pk__in=chosen)
        return confirmation_page(self, request, rows, question=f"{action[2]}?", describe=describe)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the list, or do an action on rows of it: each row in a transaction of its own."""
        return self._or_message(
            request, lambda: super(BaseModelAdmin, self).changelist_view(request, *args, **kwargs)
        )

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """Add or change a row."""
        return self._or_refusal(
            request, lambda: super(BaseModelAdmin, self).changeform_view(request, object_id, *args, **kwargs)
        )

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Delete a row."""
        return self._or_refusal(
            request, lambda: super(BaseModelAdmin, self).delete_view(request, object_id, *args, **kwargs)
        )

    def _or_refusal(self, request: HttpRequest, view: Any) -> Any:
        def whole_or_nothing() -> Any:
            with transaction.atomic():
                return view()

        return self._or_message(request, whole_or_nothing)

    def _or_message(self, request: HttpRequest, view: Any) -> Any:
        try:
            return view()
        except Problem as problem:
            return self._refused(request, problem.detail)
        except (IntegrityError, DataError, OperationalError) as error:
            if request.method != "POST":
                raise
            return self._refused(request, IN_USE if isinstance(error, OperationalError) else REFUSED)

    def _is_key(self, text: str) -> bool:
        try:
            self.opts.pk.clean(text, None)
        except ValidationError:
            return False
        return True

    def _refused(self, request: HttpRequest, why: str) -> HttpResponse:
        self.message_user(request, why, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())


def _parameter(item: Any) -> str:
    """The name of a filter's parameter: a field's path, a pair of path and filter, or a filter class."""
    if isinstance(item, type) and issubclass(item, SimpleListFilter):
        return str(item.parameter_name)
    return str(item[0] if isinstance(item, (tuple, list)) else item)
