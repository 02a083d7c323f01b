"""Provider `stripe`: PaymentIntents, cards reserved first and captured later, confirmed from here.

The browser turns the card into a ConfirmationToken in Stripe's own form, so no card number ever comes here.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

import stripe

from matinee.payments.errors import ProviderRefused
from matinee.payments.port import (
    Authorised,
    Charge,
    Declined,
    InvalidWebhook,
    PaymentResult,
    Unreachable,
    WebhookEvent,
)
from matinee.payments.stripe_mapping import (
    chosen_method,
    declined_result,
    intent_named_by,
    intent_result,
    minor_units,
    refund_result,
)

CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
log = logging.getLogger(__name__)

UNEXPECTED_STATE = "payment_intent_unexpected_state"


class Stripe:
    """`charge.method` is `{"confirmation_token": "ctoken_…"}` or `{"payment_method": "pm_…"}`."""

    name = "stripe"

    def __init__(
        self,
        *,
        secret_key: str,
        webhook_secret: str,
        address: str = stripe.DEFAULT_API_BASE,
        timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
    ) -> None:
        # Whoever calls knows better when to ask again than a library that sleeps in our request.
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": address},
            http_client=stripe.RequestsClient(timeout=timeout),
            max_network_retries=0,
        )
        self._webhook_secret = webhook_secret

    def begin(self, charge: Charge, *, key: str) -> str:
        """Create a PaymentIntent. A card is captured later, a method that cannot be settles at once. Without
        an address to come back to, no method is offered that sends the customer away.
        """
        redirects = "always" if charge.return_url else "never"
        with _translated():
            intent = self._client.v1.payment_intents.create(
                {
                    "amount": minor_units(charge.amount, charge.currency),
                    "currency": charge.currency.lower(),
                    "automatic_payment_methods": {"enabled": True, "allow_redirects": redirects},
                    "payment_method_options": {"card": {"capture_method": "manual"}},
                    "metadata": {"order": charge.order},
                },
                {"idempotency_key": key},
            )
        return intent.id

    def authorise(self, reference: str, charge: Charge, *, key: str) -> PaymentResult:
        """Confirm the PaymentIntent with what the browser made."""
        method = chosen_method(charge.method)
        if method is None:
            return _invalid_method(reference)
        with _translated():
            try:
                return self._confirm(reference, charge, method, key)
            except stripe.CardError as error:
                return declined_result(reference, error.error)
            except stripe.InvalidRequestError as error:
                if error.code == UNEXPECTED_STATE:
                    return self.look_up(reference)
                # The token came from the browser: a wrong one is the customer's matter, not the operator's.
                if (error.param or "").startswith(method[0]):
                    return _invalid_method(reference)
                raise

    def _confirm(self, reference: str, charge: Charge, method: tuple[str, str], key: str) -> PaymentResult:
        name, value = method
        params: stripe.params.PaymentIntentConfirmParams = {"return_url": charge.return_url}
        if not charge.return_url:
            del params["return_url"]
        if name == "confirmation_token":
            params["confirmation_token"] = value
        else:
            params["payment_method"] = value
        return intent_result(
            self._client.v1.payment_intents.confirm(reference, params, {"idempotency_key": key})
        )

    def capture(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Capture; what Stripe reserved beyond `amount` it lets go."""
        units = minor_units(amount, currency)
        intents = self._client.v1.payment_intents
        return self._change(
            reference,
            lambda key: intents.capture(reference, {"amount_to_capture": units}, {"idempotency_key": key}),
            key,
        )

    def cancel(self, reference: str, *, key: str) -> PaymentResult:
        """Cancel. What Stripe is still processing can't be cancelled: Pending."""
        intents = self._client.v1.payment_intents
        return self._change(
            reference, lambda key: intents.cancel(reference, {}, {"idempotency_key": key}), key
        )

    def _change(
        self, reference: str, change: Callable[[str], stripe.PaymentIntent], key: str
    ) -> PaymentResult:
        """Make a change; where the intent's state forbids it, say how it stands."""
        with _translated():
            # For a day Stripe repeats a refusal under its key, even when the state would allow it by now.
            for attempt in (key, f"{key}:later"):
                try:
                    return intent_result(change(attempt))
                except stripe.CardError as error:
                    return declined_result(reference, error.error)
                except stripe.InvalidRequestError as error:
                    if error.code != UNEXPECTED_STATE:
                        raise
                answer = self.look_up(reference)
                if not isinstance(answer, Authorised):
                    break
            return answer

    def refund(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Refund. The key is in the refund's metadata too, since Stripe forgets idempotency keys after a day,
        and repeats until then what it answered first, even when `pending` has long passed.
        """
        units = minor_units(amount, currency)
        with _translated():
            try:
                known = self._refund_under(reference, key)
                return refund_result(
                    reference,
                    known
                    or self._client.v1.refunds.create(
                        {"payment_intent": reference, "amount": units, "metadata": {"key": key}},
                        {"idempotency_key": key},
                    ),
                )
            except stripe.InvalidRequestError as error:
                return Declined(reference, "refund_refused", error.user_message or "The refund was refused.")

    def _refund_under(self, reference: str, key: str) -> stripe.Refund | None:
        page = self._client.v1.refunds.list({"payment_intent": reference, "limit": 100})
        for refund in page.auto_paging_iter():
            if getattr(refund.metadata, "key", None) == key:
                return refund
        return None

    def look_up(self, reference: str) -> PaymentResult:
        """How the PaymentIntent stands now."""
        with _translated():
            return intent_result(self._client.v1.payment_intents.retrieve(reference))

    def read_webhook(self, body: bytes, signature: str) -> WebhookEvent | None:
        """Check Stripe's signature, at most five minutes old, and say which PaymentIntent changed."""
        if not signature.isascii():
            raise InvalidWebhook("The signature isn't one.")
        try:
            event = self._client.construct_event(body, signature, self._webhook_secret)
            reference = intent_named_by(event)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise InvalidWebhook("Stripe did not sign this.") from error
        except (AttributeError, LookupError, TypeError) as error:
            # Its library takes the shape of what is signed on trust.
            raise InvalidWebhook("This is no event.") from error
        return WebhookEvent(reference) if isinstance(reference, str) else None


def _invalid_method(reference: str) -> Declined:
    return Declined(reference, "invalid_method", "The payment method can't be used. Enter it again.")


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what is no answer into our errors. Only a refused call is known to have changed nothing."""
    try:
        yield
    except (
        stripe.AuthenticationError,
        stripe.PermissionError,
        stripe.IdempotencyError,
        stripe.InvalidRequestError,
    ) as error:
        # Callers treat it as silence, so this line is where an operator learns of a wrong key.
        log.error("Stripe refused a call: %s", error)
        raise ProviderRefused(f"Stripe refused: {error}") from error
    except stripe.StripeError as error:
        log.warning("Stripe gave no answer: %s", error)
        raise Unreachable(f"Stripe gave no answer: {error}") from error
