"""Actions of the admin's lists: a confirmation page, then the action row by row."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

import logging
from collections.abc import Callable, Mapping
from typing import TypeVar

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from matinee.core.metrics import ROWS_FAILED
from matinee.core.problems import Problem
from matinee.core.row_failures import describe_error

M = TypeVar("M", bound=Model)

MAX_ROWS = 100
UNEXPECTED = "this failed. See the log of the site for the reason."

log = logging.getLogger(__name__)


def confirmation_page(
    admin: ModelAdmin, request: HttpRequest, rows: QuerySet[M], *, question: str, describe: Callable[[M], str]
) -> HttpResponse | None:
    """Return the confirmation page of an action, or None with a message if too many rows are selected.

    The page submits the rows that it shows, so the action applies to exactly these rows.
    """
    if rows.count() > MAX_ROWS:
        admin.message_user(request, f"Choose at most {MAX_ROWS} rows at a time.", messages.ERROR)
        return None
    context = {
        **admin.admin_site.each_context(request),
        "title": question,
        "opts": admin.opts,
        "rows": [(row.pk, describe(row)) for row in rows],
        "action": request.POST["action"],
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "matinee_admin/confirm_action.html", context)


def run_for_each(
    admin: ModelAdmin,
    request: HttpRequest,
    rows: QuerySet[M],
    action: Callable[[M], object],
    *,
    describe: Callable[[M], str],
    done: str,
    reasons: Mapping[type[Problem], str] | None = None,
) -> None:
    """Apply the action to each row, with one message per row. An error in one row does not stop the others.

    `reasons` has messages for staff, by error, where the error's own message is for customers.
    """
    for row in rows:
        try:
            action(row)
        except Problem as problem:
            why = (reasons or {}).get(type(problem), problem.detail)
            admin.message_user(request, f"{describe(row)}: {why}", messages.ERROR)
        except Exception as error:
            # Never log the message of the error: it may quote a whole row.
            label, why = row._meta.label, describe_error(error)
            log.error("An action of the admin failed for %s %s: %s", label, row.pk, why)
            ROWS_FAILED.labels("admin-actions").inc()
            admin.message_user(request, f"{describe(row)}: {UNEXPECTED}", messages.ERROR)
        else:
            admin.message_user(request, f"{describe(row)}: {done}")
