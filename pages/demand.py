"""What enterprises asked for, as items of a page. How it was handled on the spot stands apart from its state."""

from collections.abc import Iterable
from dataclasses import dataclass

from meetings.models import Demand, DemandState
from pages.citing import Citations, Sentence
from pages.links import Link, Links


@dataclass(frozen=True)
class DemandItem:
    pk: int
    text: str
    kind: str
    enterprise: Link
    meeting: Link
    date: str
    handling: str
    state: str
    is_open: bool
    sentence: Sentence | None


def demand_items(demands: Iterable[Demand], links: Links, citations: Citations) -> list[DemandItem]:
    """The items of `_partials/demands.html`; `demands` come with enterprise and meeting selected."""
    return [
        DemandItem(
            pk=demand.pk,
            text=demand.text,
            kind=demand.get_demand_type_display(),
            enterprise=links.to(demand.enterprise, demand.printed_enterprise),
            meeting=links.to(demand.meeting, demand.meeting.title if demand.meeting else ""),
            date=demand.meeting.date_as_known if demand.meeting else "",
            handling=demand.handling,
            state=demand.get_state_display(),
            is_open=demand.state != DemandState.SOLVED,
            sentence=citations.of(demand),
        )
        for demand in demands
    ]
