"""Errors of payments that are not a result of the provider."""

from typing import ClassVar

from matinee.core.problems import Problem
from matinee.payments.port import Unreachable


class NotSoldOnline(Problem):
    """This cinema sells its tickets at the box office only. No seat was held and nothing was charged."""

    code: ClassVar[str] = "sales-closed"
    title: ClassVar[str] = "Not sold online"


class ProviderRefused(Unreachable):
    """The provider rejected the request: invalid credentials, unknown payment or invalid parameters.

    The request moved no money. Callers handle it as Unreachable, until an operator has fixed the cause.
    """
