"""What goes wrong between us and a provider that is no answer about the payment."""

from matinee.payments.port import Unreachable


class ProviderRefused(Unreachable):
    """The provider turned the call itself away: a key that it doesn't take, a payment that it doesn't know, a
    request that it doesn't understand. Nothing moved by this call. Asking again helps once an operator has
    looked; until then whoever treats it as Unreachable does right.
    """
