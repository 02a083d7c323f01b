"""Provider `stripe`: PaymentIntents with manual capture of cards, confirmed by the server.

Stripe's form in the browser turns the card into a ConfirmationToken, so the server never gets a card number.
"""

from collections.abc import Callable
from decimal import Decimal

import stripe

from matinee.payments.port import (
    Authorised,
    Charge,
    Declined,
    InvalidWebhook,
    PaymentResult,
    WebhookEvent,
)
from matinee.payments.stripe_errors import converted_errors
from matinee.payments.stripe_mapping import (
    chosen_method,
    declined_result,
    intent_named_by,
    intent_result,
    minor_units,
    refund_result,
)

CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0

UNEXPECTED_STATE = "payment_intent_unexpected_state"

WITH_CARD = "latest_charge"
"""Expanded in each response with a result: the charge names the card."""


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
        # The caller decides when to try again. The library would sleep during a request.
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": address},
            http_client=stripe.RequestsClient(timeout=timeout),
            max_network_retries=0,
        )
        self._webhook_secret = webhook_secret

    def begin(self, charge: Charge, *, key: str) -> str:
        """Create a PaymentIntent. Cards are captured later; methods without manual capture settle at once.

        Without a return URL, methods that redirect the customer are not offered.
        """
        redirects = "always" if charge.return_url else "never"
        with converted_errors():
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
        """Confirm the PaymentIntent with the token or payment method from the browser."""
        method = chosen_method(charge.method)
        if method is None:
            return _invalid_method(reference)
        with converted_errors():
            try:
                return self._confirm(reference, charge, method, key)
            except stripe.CardError as error:
                return declined_result(reference, error.error)
            except stripe.InvalidRequestError as error:
                if error.code == UNEXPECTED_STATE:
                    return self.look_up(reference)
                # The token comes from the browser: an invalid one is an error of the customer, not of ours.
                if (error.param or "").startswith(method[0]):
                    return _invalid_method(reference)
                raise

    def _confirm(self, reference: str, charge: Charge, method: tuple[str, str], key: str) -> PaymentResult:
        name, value = method
        params: stripe.params.PaymentIntentConfirmParams = {
            "return_url": charge.return_url,
            "expand": [WITH_CARD],
        }
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
        """Capture. Stripe releases the rest of the reserved amount."""
        units = minor_units(amount, currency)
        intents = self._client.v1.payment_intents
        return self._change(
            reference,
            lambda key: intents.capture(reference, {"amount_to_capture": units}, {"idempotency_key": key}),
            key,
        )

    def cancel(self, reference: str, *, key: str) -> PaymentResult:
        """Cancel. A payment that Stripe is processing cannot be cancelled: Pending."""
        intents = self._client.v1.payment_intents
        return self._change(
            reference, lambda key: intents.cancel(reference, {}, {"idempotency_key": key}), key
        )

    def _change(
        self, reference: str, change: Callable[[str], stripe.PaymentIntent], key: str
    ) -> PaymentResult:
        """Make a change. If the intent's status does not allow it, return its current result."""
        with converted_errors():
            # Stripe repeats an error under its key for a day, even if the status allows the change by then.
            for attempt in (key, f"{key}:later"):
                try:
                    return intent_result(change(attempt))
                except stripe.CardError as error:
                    return declined_result(reference, error.error)
                except stripe.InvalidRequestError as error:
                    if error.code != UNEXPECTED_STATE:
                        raise
                result = self.look_up(reference)
                if not isinstance(result, Authorised):
                    break
            return result

    def refund(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Refund. The key is also stored in the refund's metadata, and looked up there first.

        Stripe deletes idempotency keys after a day, and until then repeats the first response, even if it
        was `pending` and the refund has succeeded since.
        """
        units = minor_units(amount, currency)
        with converted_errors():
            try:
                existing = self._refund_with_key(reference, key)
                return refund_result(
                    reference,
                    existing
                    or self._client.v1.refunds.create(
                        {"payment_intent": reference, "amount": units, "metadata": {"key": key}},
                        {"idempotency_key": key},
                    ),
                )
            except stripe.InvalidRequestError as error:
                return Declined(reference, "refund_refused", error.user_message or "The refund was refused.")

    def _refund_with_key(self, reference: str, key: str) -> stripe.Refund | None:
        page = self._client.v1.refunds.list({"payment_intent": reference, "limit": 100})
        for refund in page.auto_paging_iter():
            if getattr(refund.metadata, "key", None) == key:
                return refund
        return None

    def look_up(self, reference: str) -> PaymentResult:
        """Return the current result of the PaymentIntent."""
        with converted_errors():
            return intent_result(self._client.v1.payment_intents.retrieve(reference, {"expand": [WITH_CARD]}))

    def read_webhook(self, body: bytes, signature: str) -> WebhookEvent | None:
        """Verify Stripe's signature, at most five minutes old, and return the PaymentIntent of the event.

        Raises: InvalidWebhook.
        """
        if not signature.isascii():
            raise InvalidWebhook("The signature isn't one.")
        try:
            event = self._client.construct_event(body, signature, self._webhook_secret)
            reference = intent_named_by(event)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise InvalidWebhook("Stripe did not sign this.") from error
        except (AttributeError, LookupError, TypeError) as error:
            # The library does not check the structure of a signed event.
            raise InvalidWebhook("This is no event.") from error
        return WebhookEvent(reference) if isinstance(reference, str) else None


def _invalid_method(reference: str) -> Declined:
    return Declined(reference, "invalid_method", "The payment method can't be used. Enter it again.")
