import datetime

import pytest
from django.utils import timezone

from tests.constraints import Case, assert_accepts, assert_complete, assert_refuses, cited_cases
from tests.factories import (
    AttendanceFactory,
    DemandFactory,
    DiscussionFactory,
    EnterpriseFactory,
    HeadcountFactory,
    MeetingArticleFactory,
    MeetingFactory,
    OfficialFactory,
    OrganizationFactory,
    RequirementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
MAY_6 = datetime.date(2024, 5, 6)
MAY_7 = datetime.date(2024, 5, 7)


def links(*names):
    """The links of an attendance: those named are set, the others empty."""
    made = {"official": OfficialFactory, "organization": OrganizationFactory, "enterprise": EnterpriseFactory}
    return lambda row: {name: factory() if name in names else None for name, factory in made.items()}


CASES = [
    Case("meeting_kind_valid", MeetingFactory, accepts=[{"kind": "visit"}], refuses=[{"kind": "走访"}, {"kind": ""}]),
    Case(
        "meeting_type_valid",
        MeetingFactory,
        accepts=[{"meeting_type": ""}, {"meeting_type": "review"}],
        refuses=[{"meeting_type": "讲评会"}],
    ),
    Case(
        "meeting_day_part_valid",
        MeetingFactory,
        accepts=[{"day_part": ""}, {"day_part": "morning"}],
        refuses=[{"day_part": "上午"}],
    ),
    Case(
        "meeting_end_not_before_start",
        MeetingFactory,
        accepts=[{"end_date": None}, {"held_date": MAY_6, "end_date": MAY_7}, {"held_date": None, "end_date": None}],
        refuses=[{"held_date": MAY_7, "end_date": MAY_6}, {"held_date": None, "end_date": MAY_6}],
    ),
    Case(
        "meeting_range_ordered",
        MeetingFactory,
        accepts=[
            {"earliest_date": MAY_6, "latest_date": MAY_7},
            {"earliest_date": MAY_6, "latest_date": None},
            {"earliest_date": None, "latest_date": MAY_6},
        ],
        refuses=[{"earliest_date": MAY_7, "latest_date": MAY_6}],
    ),
    Case(
        "meeting_check_complete",
        MeetingFactory,
        accepts=[{}, lambda row: {"checked_by": UserFactory(), "checked_at": timezone.now()}],
        refuses=[lambda row: {"checked_by": UserFactory()}, lambda row: {"checked_at": timezone.now()}],
    ),
    Case(
        "meeting_checked_by_another",
        MeetingFactory,
        accepts=[
            lambda row: {"entered_by": UserFactory(), "checked_by": UserFactory(), "checked_at": timezone.now()},
            lambda row: {"entered_by": UserFactory()},
        ],
        refuses=[
            lambda row: dict.fromkeys(["entered_by", "checked_by"], UserFactory()) | {"checked_at": timezone.now()}
        ],
    ),
    Case(
        "meeting_article_unique",
        MeetingArticleFactory,
        accepts=[lambda row: {"article": MeetingArticleFactory().article}],
        refuses=[lambda row: {"article": MeetingArticleFactory(meeting=row.meeting).article}],
    ),
    Case(
        "meeting_article_span_whole",
        MeetingArticleFactory,
        accepts=[{}, {"quote": "5月6日", "span_start": 0, "span_end": 4}],
        refuses=[
            {"quote": "5月6日"},
            {"quote": "5月6日", "span_start": 0},
            {"quote": "", "span_start": 4, "span_end": 4},  # as long as its span: only this rule refuses it
        ],
    ),
    Case(
        "meeting_article_quote_fits_span",
        MeetingArticleFactory,
        accepts=[{}, {"quote": "𠮷野", "span_start": 3, "span_end": 5}],  # one character, two UTF-16 units
        refuses=[
            {"quote": "5月6日", "span_start": 0, "span_end": 3},
            {"quote": "5月6日", "span_start": 0, "span_end": 400},
        ],
    ),
    *cited_cases(AttendanceFactory),
    Case(
        "attendance_name_given", AttendanceFactory, accepts=[{"printed_name": "王潜"}], refuses=[{"printed_name": ""}]
    ),
    Case("attendance_role_valid", AttendanceFactory, accepts=[{"role": "chair"}], refuses=[{"role": "主持"}]),
    Case(
        "attendance_one_link",
        AttendanceFactory,
        accepts=[links(), links("official"), links("organization"), links("enterprise")],
        refuses=[
            links("official", "organization"),
            links("official", "enterprise"),
            links("organization", "enterprise"),
            links("official", "organization", "enterprise"),
        ],
    ),
    *cited_cases(HeadcountFactory),
    Case("headcount_positive", HeadcountFactory, accepts=[{"number": 1}], refuses=[{"number": 0}]),
    Case("headcount_counted_valid", HeadcountFactory, accepts=[{"counted": "projects"}], refuses=[{"counted": "项目"}]),
    *cited_cases(DiscussionFactory),
    Case(
        "discussion_name_given",
        DiscussionFactory,
        accepts=[{"printed_name": "科创城"}],
        refuses=[{"printed_name": ""}],
    ),
    Case("discussion_manner_valid", DiscussionFactory, accepts=[{"manner": "visited"}], refuses=[{"manner": ""}]),
    *cited_cases(RequirementFactory),
    Case("requirement_text_given", RequirementFactory, accepts=[{"text": "要快"}], refuses=[{"text": ""}]),
    Case(
        "requirement_not_own_part",
        RequirementFactory,
        accepts=[lambda row: {"parent": RequirementFactory(meeting=row.meeting)}],
        refuses=[lambda row: {"parent": row}],
    ),
    Case(
        "requirement_unique_number",
        RequirementFactory,
        accepts=[
            lambda row: {"number": RequirementFactory().number},
            lambda row: {
                "number": RequirementFactory(meeting=row.meeting, parent=RequirementFactory(meeting=row.meeting)).number
            },
        ],
        refuses=[lambda row: {"number": RequirementFactory(meeting=row.meeting).number}],
    ),
    Case(
        "requirement_unique_part_number",
        RequirementFactory,
        accepts=[lambda row: {"parent": RequirementFactory(meeting=row.meeting), "number": 1}],
        refuses=[
            lambda row: {
                "parent": (
                    part := RequirementFactory(meeting=row.meeting, parent=RequirementFactory(meeting=row.meeting))
                ).parent,
                "number": part.number,
            }
        ],
    ),
    *cited_cases(DemandFactory),
    Case("demand_text_given", DemandFactory, accepts=[{"text": "缺路灯"}], refuses=[{"text": ""}]),
    Case(
        "demand_has_source",
        DemandFactory,
        accepts=[{"meeting": None}, {"enterprise": None}, {}],
        refuses=[{"meeting": None, "enterprise": None}],
    ),
    Case(
        "demand_type_valid",
        DemandFactory,
        accepts=[{"demand_type": ""}, {"demand_type": "traffic"}],
        refuses=[{"demand_type": "交通市政"}],
    ),
    Case("demand_state_valid", DemandFactory, accepts=[{"state": "solved"}], refuses=[{"state": "已解决"}]),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_constraint_accepts(case):
    assert_accepts(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_constraint_refuses_in_chinese(case):
    assert_refuses(case)


def test_every_constraint_is_tried():
    assert_complete("meetings", CASES)


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"name": "项目调度会"}, "项目调度会"),
        ({"name": "", "kind": "visit", "places": "侯寨、马寨"}, "走访调研:侯寨、马寨"),
        ({"name": "", "kind": "visit", "venue": ""}, "走访调研"),
    ],
)
def test_a_meeting_is_called_by_its_name_or_its_kind_and_places(fields, title):
    assert str(MeetingFactory(**fields)) == title


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"held_date": MAY_6, "day_part": "morning"}, "2024年5月6日上午"),
        ({"held_date": MAY_6, "end_date": MAY_7}, "2024年5月6日至2024年5月7日"),
        ({"held_date": None, "date_note": "近日"}, "近日(具体日期未载)"),
    ],
)
def test_a_date_that_was_not_printed_stays_unknown(fields, words):
    assert MeetingFactory(**fields).date_as_known == words
