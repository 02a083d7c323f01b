"""The ports the site answers on: ours alone, or a clear message."""

import errno
import socket

from matinee.server.errors import OperatorError


class PortTaken(OperatorError):
    """Something else listens on the port."""

    def __init__(self, port: int, setting: str) -> None:
        super().__init__(
            f"Port {port} is already in use, perhaps by another Matinee. "
            f"Stop that, or choose another port: {setting}={port + 1 if port < 65535 else 8000}."
        )


class HostUnusable(OperatorError):
    """The address isn't this machine's, or the port needs rights that the caller lacks."""

    def __init__(self, host: str, port: int, setting: str, reason: str) -> None:
        super().__init__(f"Can't listen on {host} port {port}: {reason}. Change HOST or {setting}.")


def reserve(host: str, port: int, setting: str) -> socket.socket:
    """Reserve the port, which `setting` names, until the socket that this gives is closed.

    The web server sets SO_REUSEPORT, so two of them would share a port without a word. The first bind here is
    exclusive; only then is the port opened for sharing with our own processes.

    Raises: PortTaken, HostUnusable.
    """
    try:
        reserved = _bind(host, port, reuse=False)
    except OSError:
        # Connections of a server that just ended linger for a minute, and don't count.
        reserved = _bind_or_explain(host, port, setting)
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return reserved


def _bind_or_explain(host: str, port: int, setting: str) -> socket.socket:
    try:
        return _bind(host, port, reuse=True)
    except (PermissionError, socket.gaierror) as error:
        raise HostUnusable(host, port, setting, error.strerror or str(error)) from error
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise HostUnusable(host, port, setting, "the address isn't this machine's") from error
        raise PortTaken(port, setting) from error


def _bind(host: str, port: int, *, reuse: bool) -> socket.socket:
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound
