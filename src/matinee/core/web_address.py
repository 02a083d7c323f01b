"""URLs of external pages and images: http or https, with a host, without a user name."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from matinee.core.single_line import FORBIDDEN, single_line

MAX_LENGTH = 2000

SHAPE = rf"^https?://[^{FORBIDDEN}\u0020\u00a0@/?#\\]+([/?#][^{FORBIDDEN}\u0020\u00a0]*)?$"
"""Pattern of every such URL in lower case, in Python and in PostgreSQL."""


@deconstructible
class WebAddressValidator:
    """Rejects text that is not a URL with one of these schemes."""

    def __init__(self, *schemes: str) -> None:
        """Accept `"https"`, or `"http", "https"`."""
        self.schemes = schemes

    def __call__(self, text: str) -> None:
        """Raises: ValidationError."""
        try:
            single_line(text)
            URLValidator(schemes=list(self.schemes))(text)
            if len(text) > MAX_LENGTH or "@" in urlsplit(text).netloc or "\\" in text:
                raise ValueError(text)
        except (ValidationError, ValueError) as error:
            message = _("Enter an %(scheme)s address.") % {"scheme": self.schemes[-1]}
            raise ValidationError(message, code="web-address") from error

    def __eq__(self, other: object) -> bool:
        """Validators with equal schemes are equal, so that migrations detect no change."""
        return isinstance(other, WebAddressValidator) and self.schemes == other.schemes

    def __hash__(self) -> int:
        """Consistent with equality."""
        return hash(self.schemes)


validate_https = WebAddressValidator("https")
