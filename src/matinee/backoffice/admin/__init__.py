"""Django's admin: each module registers the tables of one room."""

from matinee.backoffice.admin import accounts, catalogue, orders, shows, venues

__all__ = ["accounts", "catalogue", "orders", "shows", "venues"]
