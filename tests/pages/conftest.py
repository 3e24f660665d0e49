"""The register that the pages are tested with, and a reader who has signed in."""

import pytest

from tests.pages.register import make_register


@pytest.fixture
def register(db):
    return make_register()


@pytest.fixture
def open_page(client, register):
    """Open an address as the register's reader: the response, and its words without mark-up."""
    client.force_login(register.user)

    def get(address: str):
        return client.get(address)

    return get
