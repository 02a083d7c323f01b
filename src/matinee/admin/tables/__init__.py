"""Django's admin: each module registers the tables of one room."""

from matinee.admin.tables import accounts, catalogue, orders, shows, venues

__all__ = ["accounts", "catalogue", "orders", "shows", "venues"]
