import pytest

from newsletter import verp


@pytest.fixture(autouse=True)
def mailbox(settings):
    settings.HUB_BOUNCE_ADDRESS = "bounces@example.org"


def test_a_return_address_names_the_copy():
    address = verp.return_path(12)

    assert address.startswith("bounces+12-")
    assert address.endswith("@example.org")
    assert verp.read_return_path(address) == 12
    assert verp.read_return_path(address.upper()) == 12


@pytest.mark.parametrize(
    "address",
    [
        "bounces@example.org",
        "bounces+12@example.org",
        "bounces+12-aaaaaaaaaa@example.org",
        "other+12-aaaaaaaaaa@example.org",
        "",
        "+@",
        "bounces+99999999999999999999-aaaaaaaaaa@example.org",
    ],
)
def test_no_other_address_does(address):
    assert verp.read_return_path(address) is None


def test_a_number_cannot_be_changed_nor_the_domain():
    address = verp.return_path(12)

    assert verp.read_return_path(address.replace("+12-", "+13-")) is None
    assert verp.read_return_path(address.replace("example.org", "example.net")) is None


def test_without_a_mailbox_there_is_no_return_address(settings):
    settings.HUB_BOUNCE_ADDRESS = ""

    assert verp.return_path(12) == ""
    assert verp.read_return_path("+12-aaaaaaaaaa@") is None
