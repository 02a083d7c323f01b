"""Endpoints of payments after `book-seat`: for the returning customer, and for the provider's webhook."""

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import HEADER, SECRET, documented
from matinee.api.framework.errors import LengthRequired, TooLarge, Unavailable
from matinee.api.framework.json_format import MAX_BODY_BYTES
from matinee.api.framework.parsing import read_body, read_query, secret_of_path
from matinee.api.framework.views import ApiView, OrderPageView
from matinee.api.public.payments.json import payment_state_json
from matinee.api.public.payments.shapes import ChallengeRequest, ConfigShape, PaymentStateShape
from matinee.checkout.errors import OrderNotFound
from matinee.checkout.payment_continuation import answer_demo_challenge, handle_webhook, refresh_payment
from matinee.checkout.queries import order_by_secret
from matinee.core.clock import database_now
from matinee.core.problems import Busy, Invalid, NotFound, TooManyRequests
from matinee.payments.port import InvalidWebhook, Unreachable
from matinee.payments.providers import online_provider_name

SIGNATURE_HEADER = "Stripe-Signature"
RECEIVED = OpenApiResponse({"type": "object", "additionalProperties": False}, description="Received.")
SIGNATURE = OpenApiParameter(SIGNATURE_HEADER, str, HEADER, description="Stripe's signature of the body.")


class OrderPaymentView(OrderPageView):
    """`/api/orders/{secret}/payment/`"""

    @documented(
        "get_order_payment",
        tag="Payments",
        response=PaymentStateShape,
        errors=[OrderNotFound, TooManyRequests],
        parameters=[SECRET],
    )
    def get(self, request: Request, secret: str) -> Response:
        """Get the state of an order's payment.

        For a page that was reloaded, or that waits. An undecided payment is looked up at the provider.
        """
        read_query(request)
        secret = secret_of_path(secret)
        payment = refresh_payment(order_by_secret(secret))
        return Response(payment_state_json(order_by_secret(secret), payment))

    @documented(
        "complete_demo_challenge",
        tag="Payments",
        body=ChallengeRequest,
        response=PaymentStateShape,
        errors=[OrderNotFound, TooManyRequests, Busy],
        parameters=[SECRET],
    )
    def post(self, request: Request, secret: str) -> Response:
        """Complete the challenge of the demo provider.

        The demo's substitute for the page of a bank. A repeat changes nothing.
        """
        read_query(request)
        approve = read_body(request, ChallengeRequest)["approve"]
        secret = secret_of_path(secret)
        payment = answer_demo_challenge(order_by_secret(secret), approve=approve)
        return Response(payment_state_json(order_by_secret(secret), payment))


class StripeWebhookView(ApiView):
    """`/api/payments/stripe/webhook/`"""

    @documented(
        "receive_stripe_webhook",
        tag="Payments",
        response=RECEIVED,
        errors=[NotFound, LengthRequired, TooLarge, Busy],
        parameters=[SIGNATURE],
    )
    def post(self, request: Request) -> Response:
        """Receive a webhook of Stripe.

        For Stripe alone, which signs the bytes of the body. The payment is then looked up at Stripe. The
        address exists only where the site takes payments by Stripe.
        """
        if not (settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET):
            raise NotFound
        body = request.stream.read(MAX_BODY_BYTES + 1) if request.stream else b""
        if len(body) > MAX_BODY_BYTES:
            raise TooLarge
        try:
            handle_webhook("stripe", body, request.headers.get(SIGNATURE_HEADER, ""))
        except InvalidWebhook as error:
            raise Invalid(errors={SIGNATURE_HEADER: ["Stripe did not sign this."]}) from error
        except Unreachable as error:
            raise Unavailable from error
        return Response({})


class ConfigView(ApiView):
    """`/api/config/`"""

    @documented("get_config", tag="Payments", response=ConfigShape)
    def get(self, request: Request) -> Response:
        """Get this site's limits, its time and its payment provider."""
        read_query(request)
        config: ConfigShape = {
            "payment_provider": online_provider_name(),
            "stripe_publishable_key": settings.STRIPE_PUBLISHABLE_KEY or None,
            "hold_seconds": settings.HOLD_SECONDS,
            "max_seats_per_hold": settings.MAX_SEATS_PER_HOLD,
            "server_time": database_now(),
        }
        return Response(config)
