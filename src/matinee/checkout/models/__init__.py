"""Orders with their lines, payments, refunds, events and emails; the sellers, terms and legal pages."""

from matinee.checkout.models.customer import MAX_NAME_LENGTH, Customer
from matinee.checkout.models.idempotency_key import IdempotencyKey
from matinee.checkout.models.legal_page import LegalKind, LegalPage
from matinee.checkout.models.order import OrderStatus, TicketOrder, amount_owed
from matinee.checkout.models.order_email import EmailKind, EmailStatus, OrderEmail
from matinee.checkout.models.order_event import OrderEvent
from matinee.checkout.models.order_line import LineKind, OrderLine
from matinee.checkout.models.payment import Payment, PaymentStatus
from matinee.checkout.models.refund import Refund, RefundStatus
from matinee.checkout.models.seller import Seller, VenueTerms

__all__ = [
    "MAX_NAME_LENGTH",
    "Customer",
    "EmailKind",
    "EmailStatus",
    "IdempotencyKey",
    "LegalKind",
    "LegalPage",
    "LineKind",
    "OrderEmail",
    "OrderEvent",
    "OrderLine",
    "OrderStatus",
    "Payment",
    "PaymentStatus",
    "Refund",
    "RefundStatus",
    "Seller",
    "TicketOrder",
    "VenueTerms",
    "amount_owed",
]
