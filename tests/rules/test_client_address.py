"""The address that identifies a client, and the proxies that may state it."""

import pytest

from matinee.core.client_address import client_address, client_network, is_trusted, parse_networks

OURS = parse_networks(["127.0.0.1", "10.0.0.0/8", "::1", "2001:db8:ffff::/48"])


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("192.0.2.1", "127.0.0.1", "192.0.2.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "127.0.0.1, 10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", "198.51.100.1,203.0.113.9 , 10.0.0.7", "203.0.113.9"),
        ("10.1.2.3", "10.0.0.8, 10.0.0.7", "10.0.0.8"),
        ("::1", "2001:db8::7, 2001:db8:ffff::1", "2001:db8::7"),
        ("::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, unknown", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9, 10.0.0.7, x", "127.0.0.1"),
        ("127.0.0.1", "x, 10.0.0.7", "10.0.0.7"),
        ("127.0.0.1", "198.51.100.1:80, 203.0.113.9:4711", "203.0.113.9"),
        ("127.0.0.1", "[2001:db8::7]:4711, [2001:db8:ffff::1]", "2001:db8::7"),
        ("127.0.0.1", "203.0.113.9:, 2001:db8::7:", "127.0.0.1"),
        ("", "203.0.113.9", ""),
    ],
)
def test_the_client_is_the_nearest_address_that_is_no_trusted_proxy(
    peer: str, forwarded_for: str, client: str
) -> None:
    assert client_address(peer, forwarded_for, OURS) == client


def test_no_proxy_is_trusted_by_default() -> None:
    assert client_address("127.0.0.1", "203.0.113.9", ()) == "127.0.0.1"
    assert not is_trusted("127.0.0.1", ())
    assert not is_trusted("10.0.0.256", OURS)


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:0:1:ffff::2", "2001:db8:0:1::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("2001:db8:0:2::1", "2001:db8:0:2::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("no address", "no address"),
    ],
)
def test_clients_are_ipv4_addresses_or_ipv6_networks_of_64_bits(address: str, client: str) -> None:
    assert client_network(address) == client


@pytest.mark.parametrize("listed", ["10.0.0.1/8", "proxy", "10.0.0.0/33", "::1/129"])
def test_an_invalid_network_is_rejected(listed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_networks([listed])
