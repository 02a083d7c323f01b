"""What every refusal has in common. Each room defines its own; `api/errors.py` alone picks HTTP statuses."""

from typing import Any, ClassVar


class Refusal(Exception):
    """The request cannot be carried out."""

    code: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, **data: Any) -> None:
        """Keep `data` (JSON-ready values) as the facts the client needs to go on."""
        super().__init__(self.code)
        self.data = data

    @property
    def detail(self) -> str:
        """The first paragraph of the class docstring: the message for people."""
        return " ".join((type(self).__doc__ or "").split("\n\n")[0].split())


class TooManyRequests(Refusal):
    """Too many requests come from your address. Try again in a moment."""

    code: ClassVar[str] = "too-many-requests"
    title: ClassVar[str] = "Too many requests"

    def __init__(self, *, retry_after: int) -> None:
        """Say in how many seconds it is worth asking again."""
        super().__init__()
        self.retry_after = retry_after
