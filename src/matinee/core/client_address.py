"""The client's address, from X-Forwarded-For if trusted proxies sent it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Networks = tuple[IPv4Network | IPv6Network, ...]

ADDRESS_CACHE_SIZE = 4096

WITH_PORT = re.compile(r"\[([^]]+)](?::\d+)?|([\d.]+):\d+", re.ASCII)


def parse_networks(listed: Sequence[str]) -> Networks:
    """Parse addresses and networks: `127.0.0.1`, `10.0.0.0/8`, `::1`.

    Raises: ValueError.
    """
    return tuple(ip_network(one) for one in listed)


def client_address(peer: str, forwarded_for: str, trusted: Networks) -> str:
    """Return the last address in the chain of proxies that is not a trusted proxy.

    Each proxy appends its client to X-Forwarded-For. Entries to the left of the first untrusted address may
    be forged. An entry that is not an address ends the search at the proxy that sent it.
    """
    nearest = peer
    for hop in map(_without_port, reversed(forwarded_for.split(","))):
        if not is_trusted(nearest, trusted) or not _is_address(hop):
            break
        nearest = hop
    return nearest


@lru_cache(ADDRESS_CACHE_SIZE)
def is_trusted(address: str, trusted: Networks) -> bool:
    """Whether the address belongs to one of the operator's proxies."""
    if not _is_address(address):
        return False
    ip = ip_address(address)
    plain = (ip.version == 6 and ip.ipv4_mapped) or ip
    return any(plain in network for network in trusted)


@lru_cache(ADDRESS_CACHE_SIZE)
def client_network(address: str) -> str:
    """Return the key for rate limits: an IPv4 address, or the /64 network that an IPv6 customer gets."""
    if not _is_address(address):
        return address
    ip = ip_address(address)
    if ip.version == 4:
        return str(ip)
    return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))


def _without_port(hop: str) -> str:
    """Strip the port: some proxies write `192.0.2.7:4711` and `[2001:db8::7]:4711`."""
    written = WITH_PORT.fullmatch(hop.strip())
    return (written[1] or written[2]) if written else hop.strip()


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
