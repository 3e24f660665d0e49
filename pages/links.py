"""Links to the pages of rows, only where the user may open them."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from articles.models import Article
from meetings.models import Meeting
from people.models import District, Enterprise, Official, Organization
from projects.models import Project

ADDRESSES = {
    Article: "articles:article-detail",
    Enterprise: "people:enterprise-detail",
    Meeting: "meetings:meeting-detail",
    Official: "people:official-detail",
    Organization: "people:organization-detail",
    Project: "projects:project-detail",
}


@dataclass(frozen=True)
class Link:
    """Words on screen; without an address where there is no row, or one this user may not open."""

    text: str
    address: str = ""


class Links:
    """Makes the links of one page for one user; asks once which districts he sees."""

    def __init__(self, user):
        self._districts = set(District.objects.visible_to(user).values_list("pk", flat=True))

    def to(self, row, text: str = "") -> Link:
        """The link to `row`, called `text` or what the row calls itself; `row` may be None."""
        if row is None:
            return Link(text)
        if row.district_id not in self._districts:
            return Link(text or str(row))
        return Link(text or str(row), reverse(ADDRESSES[type(row)], args=[row.pk]))


def ledger(name: str, **filters) -> str:
    """The address of a ledger with its filters set; "" while the ledger does not exist."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(filters, doseq=True)}" if filters else address
