"""Matinee's settings with the app of a later release."""

from matinee.server.config.settings import *  # noqa: F403
from matinee.server.config.settings import INSTALLED_APPS as CURRENT_APPS

INSTALLED_APPS = [*CURRENT_APPS, "tests.faults.next_release"]
