"""Reserve the ports of the site, or fail with a clear message."""

import errno
import socket

from matinee.server.errors import OperatorError


class PortTaken(OperatorError):
    """Another process listens on the port."""

    def __init__(self, port: int, setting: str) -> None:
        super().__init__(
            f"Port {port} is already in use, perhaps by another Matinee. "
            f"Stop it, or choose another port: {setting}={port + 1 if port < 65535 else 8000}."
        )


class HostUnusable(OperatorError):
    """The address does not belong to this machine, or the port requires privileges."""

    def __init__(self, host: str, port: int, setting: str, reason: str) -> None:
        super().__init__(f"Cannot listen on {host} port {port}: {reason}. Change HOST or {setting}.")


def reserve(host: str, port: int, setting: str) -> socket.socket:
    """Reserve the port until the returned socket is closed. `setting` is the port's variable, for messages.

    The web server sets SO_REUSEPORT, so two sites could share a port without an error. The bind here is
    exclusive. Afterwards, SO_REUSEPORT opens the port for the child processes.

    Raises: PortTaken, HostUnusable.
    """
    try:
        reserved = _bind(host, port, reuse=False)
    except OSError:
        # Connections of a server that just ended stay in TIME_WAIT for a minute. SO_REUSEADDR ignores them.
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
            raise HostUnusable(host, port, setting, "the address does not belong to this machine") from error
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
