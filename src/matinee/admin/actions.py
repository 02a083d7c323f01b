"""The steps of an action of the admin's lists: it is confirmed, and then done row by row."""

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

MOST_ROWS = 100
UNEXPECTED = "this could not be done. The log of the site says why."

log = logging.getLogger(__name__)


def confirmation_page(
    admin: ModelAdmin, request: HttpRequest, rows: QuerySet[M], *, question: str, describe: Callable[[M], str]
) -> HttpResponse | None:
    """The page that asks before an action is done; None with a message where too many rows were chosen.

    It sends the rows that it shows, so what is confirmed is done to these and no others.
    """
    if rows.count() > MOST_ROWS:
        admin.message_user(request, f"Choose at most {MOST_ROWS} rows at a time.", messages.ERROR)
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
    verb: Callable[[M], object],
    *,
    describe: Callable[[M], str],
    done: str,
    reasons: Mapping[type[Problem], str] | None = None,
) -> None:
    """Do something to each row, and say for each row what became of it. One row never stops the others.

    `reasons` has messages for staff, by error, where the error's own message is for customers.
    """
    for row in rows:
        try:
            verb(row)
        except Problem as problem:
            why = (reasons or {}).get(type(problem), problem.detail)
            admin.message_user(request, f"{describe(row)}: {why}", messages.ERROR)
        except Exception as error:
            # Never the message of the error: it may quote a whole row.
            label, why = row._meta.label, describe_error(error)
            log.error("An action of the admin failed for %s %s: %s", label, row.pk, why)
            ROWS_FAILED.labels("admin-actions").inc()
            admin.message_user(request, f"{describe(row)}: {UNEXPECTED}", messages.ERROR)
        else:
            admin.message_user(request, f"{describe(row)}: {done}")
