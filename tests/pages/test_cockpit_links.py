"""Every number of the cockpit opens a ledger of exactly so many rows."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.utils.html import strip_tags

from desk.first_run import prepare


@pytest.mark.django_db
def test_every_number_opens_the_ledger_of_its_rows(client):
    prepare()
    client.force_login(get_user_model().objects.get(username="lingdao"))
    cockpit = client.get("/")
    tiles = [(tile.label, tile.number, tile.address) for tile in cockpit.context["tiles"]]
    tiles += [(stage.label, stage.number, stage.address) for stage in cockpit.context["stages"]]
    assert len(tiles) == 18
    for label, number, address in tiles:
        assert address, label
        shown = strip_tags(client.get(address).content.decode())
        found = re.search(r"共\s*([\d,]+)\s*[^\s。]+。", shown)
        counted = int(found[1].replace(",", "")) if found else 0
        assert counted == number, f"{label}: {number}, {address} lists {counted}"
