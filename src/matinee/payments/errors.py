"""What goes wrong before or between us and a provider that is no answer about the payment."""

from typing import ClassVar

from matinee.core.problems import Problem
from matinee.payments.port import Unreachable


class NotSoldOnline(Problem):
    """This cinema sells its tickets at the box office only. No seat was held and nothing was charged."""

    code: ClassVar[str] = "sales-closed"
    title: ClassVar[str] = "Not sold online"


class ProviderRefused(Unreachable):
    """The provider turned the call itself away: a key that it doesn't take, a payment that it doesn't know, a
    request that it doesn't understand. Nothing moved by this call. Asking again helps once an operator has
    looked; until then whoever treats it as Unreachable does right.
    """
