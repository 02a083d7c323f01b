"""Gives each process of the site a wrong clock, and a mutation if MUTANT is set.

The product has no switch for either. Python loads this file at startup because its folder is in PYTHONPATH.
"""

import importlib
import os
import random
import time
from datetime import UTC, datetime, timedelta

if os.environ.get("WRONG_CLOCK_HOURS"):
    import time_machine

    offset, max_hours = (
        datetime.now(UTC) - timedelta(seconds=time.monotonic()),
        float(os.environ["WRONG_CLOCK_HOURS"]),
    )
    monotonic = time.monotonic

    def set_wrong_clock() -> None:
        """Set a random clock error for this process; forked processes get their own."""
        elapsed_and_error = timedelta(
            seconds=monotonic(), hours=random.SystemRandom().uniform(-max_hours, max_hours)
        )
        time_machine.travel(offset + elapsed_and_error, tick=True).start()

    set_wrong_clock()
    os.register_at_fork(after_in_child=set_wrong_clock)

if os.environ.get("MUTANT"):
    import django

    set_up = django.setup

    def set_up_and_mutate(*args: object, **kwargs: object) -> None:
        """Set up Django, then apply the mutation."""
        set_up(*args, **kwargs)  # type: ignore[arg-type]
        importlib.import_module(f"tests.faults.mutants.{os.environ['MUTANT']}").mutate()

    django.setup = set_up_and_mutate
