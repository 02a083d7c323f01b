"""What each of our processes loads first: gives it a wrong clock, and a mutation if it is to be a mutant.

The product has no switch for either; Python loads this file because its folder is on PYTHONPATH.
"""

import importlib
import os
import random
import time
from datetime import UTC, datetime, timedelta

if os.environ.get("WRONG_CLOCK_HOURS"):
    import time_machine

    right, most = (
        datetime.now(UTC) - timedelta(seconds=time.monotonic()),
        float(os.environ["WRONG_CLOCK_HOURS"]),
    )
    monotonic = time.monotonic

    def set_wrong() -> None:
        """Each process, forked ones too, is wrong in its own way."""
        wrong = timedelta(seconds=monotonic(), hours=random.SystemRandom().uniform(-most, most))
        time_machine.travel(right + wrong, tick=True).start()

    set_wrong()
    os.register_at_fork(after_in_child=set_wrong)

if os.environ.get("MUTANT"):
    import django

    set_up = django.setup

    def set_up_and_mutate(*args: object, **kwargs: object) -> None:
        """Set Django up, then change the piece."""
        set_up(*args, **kwargs)  # type: ignore[arg-type]
        importlib.import_module(f"tests.faults.mutants.{os.environ['MUTANT']}").mutate()

    django.setup = set_up_and_mutate
