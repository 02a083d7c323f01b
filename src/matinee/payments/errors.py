"""Errors of payments that are not a result of the provider."""

from matinee.payments.port import Unreachable
from matinee.shows.errors import NotOnSale


class NotSoldOnline(NotOnSale):
    """This cinema sells its tickets at the box office only. No seat was held and nothing was charged."""

    title = "Not sold online"


class ProviderRefused(Unreachable):
    """The provider rejected the request: invalid credentials, unknown payment or invalid parameters.

    The request moved no money. Callers handle it as Unreachable, until an operator has fixed the cause.
    """
