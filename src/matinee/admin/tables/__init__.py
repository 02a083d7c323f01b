"""Django's admin: each module registers the tables of one subpackage."""

from matinee.admin.tables import accounts, catalogue, orders, pricing, shows, venues

__all__ = ["accounts", "catalogue", "orders", "pricing", "shows", "venues"]
