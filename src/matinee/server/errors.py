"""Errors that the operator can correct."""


class OperatorError(Exception):
    """The command failed. The message states the cause and the remedy."""
