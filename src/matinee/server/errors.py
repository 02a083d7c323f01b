"""What the person at the keyboard can put right."""


class OperatorError(Exception):
    """A command cannot run. The message names the cause and the remedy, for people."""
