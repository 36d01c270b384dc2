"""The hub speaks to machines of the public network alone, whatever a name says."""

import pytest

from core.public_addresses import NotPublic, is_public, public_address

INSIDE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",  # shared by providers, RFC 6598
    "169.254.169.254",  # where clouds keep credentials
    "172.16.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
    "2001:0:7f00:1::",
    "2002:7f00:1::",
    "2001:db8::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_on_the_public_network_is_refused(address):
    assert not is_public(address)
    with pytest.raises(NotPublic):
        public_address("inside.example", 80, lambda _host, _port: [address])


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are_let_through(address):
    assert is_public(address)
    assert public_address("out.example", 443, lambda _host, _port: [address]) == address


def test_a_name_that_leads_to_both_kinds_is_refused():
    both = ["93.184.215.14", "127.0.0.1"]
    with pytest.raises(NotPublic):
        public_address("both.example", 80, lambda _host, _port: both)


def test_a_name_that_leads_nowhere_is_refused():
    def nowhere(_host, _port):
        raise OSError("no such host")

    with pytest.raises(NotPublic):
        public_address("gone.example", 80, nowhere)


@pytest.mark.parametrize("text", ["", "localhost", "0x7f.1", "2130706433", "127.1"])
def test_other_ways_of_writing_an_address_are_no_addresses(text):
    assert not is_public(text)
