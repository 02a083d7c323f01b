"""localstripe on a free port, with the features that it lacks. Prints its URL, then serves until stopped.

Added: idempotency keys, ConfirmationTokens, confirmation with a method, capture by method, declines with
their reasons, refusals that name the state, the card of an expanded charge, and the events
`amount_capturable_updated`, `canceled` and `charge.refunded`. After `POST /_config/drop` the next write is
carried out and its response lost; after `POST /_config/forget_keys` all keys have expired, as at Stripe
after a day.
"""

# mypy: ignore-errors
import asyncio
import json
import re
import socket
from collections import defaultdict

from aiohttp import web
from localstripe import resources, server
from localstripe.errors import UserError
from localstripe.resources import Event, PaymentIntent, PaymentMethod, Refund, StripeObject
from localstripe.webhooks import schedule_webhook

DECLINES = {
    "4000000000000002": ("card_declined", "generic_decline", "Your card was declined."),
    "4000000000009995": ("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    "4000000000000069": ("expired_card", "expired_card", "Your card has expired."),
    "4000000000009979": ("card_declined", "stolen_card", "Your card was declined."),
}
REFUND_REFUSED = "4000000000005126"
UNEXPECTED_STATE = {"code": "payment_intent_unexpected_state"}


class ConfirmationToken(StripeObject):
    """The result of Stripe's form in the browser: a payment method, valid for one confirmation."""

    object = "confirmation_token"
    _id_prefix = "ctoken_"

    def __init__(self, payment_method=None):
        method = PaymentMethod._api_retrieve(payment_method)
        super().__init__()
        self.payment_method = method.id


class Intent(PaymentIntent):
    """A PaymentIntent with Stripe's amounts, errors and capture per method."""

    def __init__(self, automatic_payment_methods=None, payment_method_options=None, **kwargs):
        super().__init__(**kwargs)
        assert automatic_payment_methods["enabled"] == "true"
        self._redirects = automatic_payment_methods["allow_redirects"] == "always"
        self.payment_method_options = payment_method_options or {}
        self._decline = None
        self._captured = 0

    @property
    def last_payment_error(self):
        return self._decline or super().last_payment_error

    @property
    def amount_capturable(self):
        return self.amount if self.status == "requires_capture" else 0

    @property
    def amount_received(self):
        if self.status != "succeeded":
            return 0
        return self._captured or self.amount

    def _try(self, method):
        if self.status not in ("requires_payment_method", "requires_confirmation", "requires_action"):
            raise UserError(400, f"This PaymentIntent is {self.status}.", dict(UNEXPECTED_STATE))
        self.next_action = self.latest_charge = self._decline = None
        self._authentication_failed = False
        self.payment_method = method.id
        options = self.payment_method_options.get(method.type, {})
        self.capture_method = options.get("capture_method", "automatic_async")
        reason = DECLINES.get(getattr(method, "_card_number", ""))
        if reason:
            self._refuse(*reason)
        self._confirm(on_failure_now=self._report_failure)
        if method.type == "sepa_debit":
            # localstripe reports `succeeded` at once, and again when it is true.
            self.latest_charge.status = "pending"
        self._tell_if_reserved()

    def _refuse(self, code, decline_code, message):
        self._decline = {"type": "card_error", "code": code, "decline_code": decline_code, "message": message}
        self.payment_method = None
        schedule_webhook(Event("payment_intent.payment_failed", self))
        raise UserError(402, message, dict(self._decline))

    def _tell_if_reserved(self):
        if self.status == "requires_capture":
            schedule_webhook(Event("payment_intent.amount_capturable_updated", self))


def retrieve(_data, name):
    return Intent._api_retrieve(name)


def create(data):
    return Intent._api_create(**data)


def confirm(data, name):
    intent = Intent._api_retrieve(name)
    if intent._redirects and not data.pop("return_url", None):
        raise UserError(400, "A return_url must be specified.", {"param": "return_url"})
    token = data.pop("confirmation_token", None)
    parameter, method = ("confirmation_token", token) if token else ("payment_method", data["payment_method"])
    try:
        if token:
            method = ConfirmationToken._api_retrieve(token).payment_method
        method = PaymentMethod._api_retrieve(method)
    except UserError as error:
        contents = {"param": parameter, "code": "resource_missing"}
        raise UserError(400, f"No such {parameter}", contents) from error
    intent._try(method)
    if token:
        ConfirmationToken._api_delete(token)
    return intent


def authenticate(data, name):
    intent = Intent._api_authenticate(name, **data)
    intent._tell_if_reserved()
    return intent


def capture(data, name):
    intent = Intent._api_retrieve(name)
    if intent.status != "requires_capture":
        raise UserError(400, f"This PaymentIntent is {intent.status}.", dict(UNEXPECTED_STATE))
    amount = int(data["amount_to_capture"])
    if amount > intent.amount:
        raise UserError(400, "Amount too large", {"code": "amount_too_large", "param": "amount_to_capture"})
    intent._captured = amount
    return Intent._api_capture(name, amount_to_capture=amount)


def cancel(_data, name):
    intent = Intent._api_retrieve(name)
    if intent.status not in ("requires_payment_method", "requires_capture", "requires_action"):
        raise UserError(400, f"This PaymentIntent is {intent.status}.", dict(UNEXPECTED_STATE))
    Intent._api_cancel(name)
    schedule_webhook(Event("payment_intent.canceled", intent))
    return intent


def refund(data):
    intent = Intent._api_retrieve(data["payment_intent"])
    if intent.status != "succeeded":
        raise UserError(400, "This PaymentIntent has no successful charge to refund.")
    # localstripe records the amount that is not captured as a refund.
    left = intent.amount_received - (
        intent.latest_charge.amount_refunded - intent.amount + intent.amount_received
    )
    if int(data["amount"]) > left:
        raise UserError(400, "Refund amount is greater than the unrefunded amount on the charge.")
    made = Refund._api_create(**data)
    method = PaymentMethod._api_retrieve(intent.payment_method)
    if getattr(method, "_card_number", "") == REFUND_REFUSED:
        made.amount, made.status, made.failure_reason = 0, "failed", "expired_or_canceled_card"
    else:
        schedule_webhook(Event("charge.refunded", intent.latest_charge))
    return made


def refunds(data):
    intent = Intent._api_retrieve(data["payment_intent"])
    return (
        Refund._api_list_all("/v1/refunds", **data) if intent.latest_charge else resources.List("/v1/refunds")
    )


def token(data):
    return ConfirmationToken(**data)


def reply(made, expand):
    """As at Stripe: the latest charge is an id; if it is expanded, the charge with its card or account."""
    body = made._export()
    if charge := body.get("latest_charge"):
        method = PaymentMethod._api_retrieve(charge["payment_method"])
        details = {"type": method.type, method.type: getattr(method, method.type)}
        whole = {**charge, "payment_method_details": details}
        body["latest_charge"] = whole if "latest_charge" in expand else charge["id"]
    return body


OURS = [
    ("GET /v1/payment_intents/(pi_\\w+)", retrieve),
    ("POST /v1/payment_intents", create),
    ("POST /v1/payment_intents/(pi_\\w+)/confirm", confirm),
    ("POST /v1/payment_intents/(pi_\\w+)/_authenticate", authenticate),
    ("POST /v1/payment_intents/(pi_\\w+)/capture", capture),
    ("POST /v1/payment_intents/(pi_\\w+)/cancel", cancel),
    ("POST /v1/refunds", refund),
    ("GET /v1/refunds", refunds),
    ("POST /v1/test_helpers/confirmation_tokens", token),
]


@web.middleware
async def ours_first(request, handler):
    """Handle the endpoints that localstripe lacks, and pass the others to it."""
    for call, act in OURS:
        if found := re.fullmatch(call, f"{request.method} {request.path}"):
            data = await server.get_post_data(request) or server.unflatten_data(request.query)
            expand = data.pop("expand", [])
            return server.json_response(reply(act(data, *found.groups()), expand))
    return await handler(request)


responses, busy = {}, defaultdict(asyncio.Lock)
to_drop = []


@web.middleware
async def once_per_key(request, handler):
    """Return the first response of a key again. Reject the key for another request."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return await handler(request)
    fingerprint = (request.path, await request.read())
    async with busy[key]:
        if key not in responses:
            response = await handler(request)
            if response.status == 401:
                return response
            responses[key] = (fingerprint, response.status, response.body)
            if to_drop:
                to_drop.pop()
                request.transport.close()
    first, status, body = responses[key]
    if first != fingerprint:
        status, body = (
            400,
            json.dumps({"error": {"type": "idempotency_error", "message": "Key reused"}}).encode(),
        )
    return web.Response(status=status, body=body, content_type="application/json")


async def drop_next(request):
    to_drop.append(request)
    return web.Response()


async def forget_keys(_request):
    responses.clear()
    return web.Response()


def serve():
    # Every run starts with empty data and leaves none.
    resources.Store.dump_to_disk = lambda _store: None
    server.app.middlewares.insert(0, once_per_key)
    server.app.middlewares.append(ours_first)
    server.app.router.add_post("/_config/drop", drop_next)
    server.app.router.add_post("/_config/forget_keys", forget_keys)
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)  # noqa: T201
    web.run_app(server.app, sock=listener, print=None, access_log=None)


if __name__ == "__main__":
    serve()
