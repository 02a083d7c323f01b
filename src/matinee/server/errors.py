"""What the person at the keyboard can put right."""


class OperatorError(Exception):
    """Matinee can't do what was asked; the message names the cause and the remedy, for people."""
