"""Python imports this before anything else: Stripe's library then talks to the double."""

import os

import stripe

stripe.DEFAULT_API_BASE = os.environ["STRIPE_DOUBLE"]
