"""Matinee's settings, with the release to come."""

from matinee.server.settings import *  # noqa: F403
from matinee.server.settings import INSTALLED_APPS as TODAYS

INSTALLED_APPS = [*TODAYS, "tests.faults.growing"]
