"""What each role may do. The app, the API and the page *Who may do what* are generated from this table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import TextChoices


class Permission(TextChoices):
    """One action, or a group of actions that are always granted together. The label completes "may …"."""

    MANAGE_OWNERS = "manage-owners", "invite, change and remove owners"
    MANAGE_PEOPLE = "manage-people", "invite people and change their roles"
    MANAGE_DEVICES = "manage-devices", "pair and revoke tills and scanners"
    MANAGE_API_KEYS = "manage-api-keys", "create and revoke the keys of programs"
    READ_AUDIT = "read-audit", "read who did what"
    APPROVE = "approve", "approve what exceeds the limit of another person"
    MANAGE_VENUE = "manage-venue", "change the cinema's address, terms, legal texts and settings"
    MANAGE_HALLS = "manage-halls", "change halls and their seats"
    MANAGE_FILMS = "manage-films", "add and change films"
    MANAGE_PRICES = "manage-prices", "change ticket types, price cards and price rules"
    MANAGE_PROGRAMME = "manage-programme", "plan, publish, move and cancel shows"
    READ_ORDERS = "read-orders", "find and read orders"
    SERVE_CUSTOMERS = "serve-customers", "send tickets again, print, correct an address, swap seats"
    REFUND_ORDERS = "refund-orders", "refund orders up to the limit"
    REFUND_ANY_ORDER = "refund-any-order", "refund orders above the limit, and admitted tickets"
    SETTLE_ORDERS = "settle-orders", "settle orders that need attention"
    SELL = "sell", "sell at the counter"
    ADMIT = "admit", "scan tickets at the door"
    READ_REPORTS = "read-reports", "read reports and returns"


class Role(TextChoices):
    """A role at one venue, or at all."""

    OWNER = "owner", "Owner"
    MANAGER = "manager", "Manager"
    PROGRAMMER = "programmer", "Programmer"
    CASHIER = "cashier", "Cashier"
    STEWARD = "steward", "Steward"
    ACCOUNTS = "accounts", "Accounts"


ALL = frozenset(Permission)

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.OWNER: ALL,
    Role.MANAGER: ALL - {Permission.MANAGE_OWNERS},
    Role.PROGRAMMER: frozenset(
        {
            Permission.MANAGE_FILMS,
            Permission.MANAGE_HALLS,
            Permission.MANAGE_PRICES,
            Permission.MANAGE_PROGRAMME,
        }
    ),
    Role.CASHIER: frozenset(
        {Permission.SELL, Permission.READ_ORDERS, Permission.SERVE_CUSTOMERS, Permission.REFUND_ORDERS}
    ),
    Role.STEWARD: frozenset({Permission.ADMIT}),
    Role.ACCOUNTS: frozenset({Permission.READ_REPORTS, Permission.READ_ORDERS}),
}

FOR_PEOPLE_ONLY = frozenset(
    {
        Permission.MANAGE_OWNERS,
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_API_KEYS,
        Permission.MANAGE_DEVICES,
        Permission.APPROVE,
    }
)
"""Permissions that no program gets, not even with an owner's key."""


@dataclass(frozen=True)
class Grant:
    """A role at a venue; at all venues without one."""

    role: Role
    venue_id: int | None = None

    def covers(self, venue_id: int | None) -> bool:
        """Whether it applies to this venue; None stands for all venues together."""
        return self.venue_id is None or self.venue_id == venue_id


class GrantJson(TypedDict):
    """A grant as JSON."""

    role: str
    venue_id: int | None


def grants_json(grants: Iterable[Grant]) -> list[GrantJson]:
    """The grants as JSON, in a fixed order."""
    ordered = sorted(grants, key=lambda one: (one.role, one.venue_id or 0))
    return [{"role": one.role.value, "venue_id": one.venue_id} for one in ordered]


@dataclass(frozen=True)
class Access:
    """What a person or a program may do, and where."""

    grants: frozenset[Grant]
    is_program: bool = False
    is_administrator: bool = False
    """Whether it may change the accounts of administrators of the installation."""

    @classmethod
    def of(cls, grants: Iterable[Grant], *, is_program: bool = False) -> "Access":
        """The access that these grants give together."""
        return cls(frozenset(grants), is_program)

    @classmethod
    def of_administrator(cls) -> "Access":
        """The access of an administrator of the installation, and of a command on the server."""
        return cls(frozenset({Grant(Role.OWNER)}), is_administrator=True)

    def may(self, permission: Permission, venue_id: int | None = None) -> bool:
        """Whether it has the permission at this venue. Without a venue: for what belongs to all venues."""
        return any(grant.covers(venue_id) and permission in self._permissions(grant) for grant in self.grants)

    def may_somewhere(self, permission: Permission) -> bool:
        """Whether it has the permission at any venue."""
        return any(permission in self._permissions(grant) for grant in self.grants)

    def venue_ids(self, permission: Permission) -> frozenset[int] | None:
        """The venues where it has the permission; None for all, also later ones."""
        allowed = [grant for grant in self.grants if permission in self._permissions(grant)]
        if any(grant.venue_id is None for grant in allowed):
            return None
        return frozenset(grant.venue_id for grant in allowed if grant.venue_id is not None)

    def venues(self) -> frozenset[int] | None:
        """The venues where it has any role; None for all, also later ones."""
        places = frozenset(grant.venue_id for grant in self.grants)
        return None if None in places else frozenset(one for one in places if one is not None)

    def may_grant(self, grant: Grant) -> bool:
        """Whether it may give or take away this role: nobody gives more than they have."""
        needed = Permission.MANAGE_OWNERS if grant.role == Role.OWNER else Permission.MANAGE_PEOPLE
        return self.may(needed, grant.venue_id)

    def _permissions(self, grant: Grant) -> frozenset[Permission]:
        found = PERMISSIONS[grant.role]
        return found - FOR_PEOPLE_ONLY if self.is_program else found
