"""A site that pays with Stripe's double: its processes begin with the `sitecustomize` of this folder."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
DOUBLE = FOLDER.parent / "contracts" / "stripe_double.py"
ADDRESS = "STRIPE_DOUBLE"
KEYS = {
    "STRIPE_SECRET_KEY": "sk_test_of_the_tests",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_12345",
    "STRIPE_WEBHOOK_SECRET": "whsec_12345",
}


@contextmanager
def stripe_double() -> Iterator[str]:
    """Run Stripe's double on a port of its own; give its address."""
    with subprocess.Popen([sys.executable, DOUBLE], stdout=subprocess.PIPE, text=True) as double:  # noqa: S603
        assert double.stdout
        address = double.stdout.readline().strip()
        assert address, "Stripe's double did not start."
        yield address
        double.terminate()


def settings_for(address: str, source: Path) -> dict[str, str]:
    """The variables of a site that reads its code in `source` and pays with the double."""
    return {**KEYS, ADDRESS: address, "PYTHONPATH": f"{FOLDER}:{source}"}
