"""Matinee's settings, with the release to come."""

from matinee.server.config.settings import *  # noqa: F403
from matinee.server.config.settings import INSTALLED_APPS as TODAYS

INSTALLED_APPS = [*TODAYS, "tests.faults.growing"]
