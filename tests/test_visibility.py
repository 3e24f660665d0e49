"""Every address of the site, walked by a user of another district: 404 or nothing of ours."""

import datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.roles import ensure_roles
from people.models import District
from projects.stages import change_stage
from tests.factories import (
    ArticleFactory,
    AttendanceFactory,
    DemandFactory,
    DiscussionFactory,
    DistrictFactory,
    EnterpriseFactory,
    FigureFactory,
    HeadcountFactory,
    ImportedArticleFactory,
    ImportPageFactory,
    MeetingArticleFactory,
    MeetingFactory,
    MembershipFactory,
    NameTableFactory,
    OfficialFactory,
    OrganizationFactory,
    PostFactory,
    ProjectFactory,
    ReadingFactory,
    RequirementFactory,
    TagFactory,
    UserFactory,
)

MARK = "隐"  # stands in every name of the other district and nowhere else
pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden():
    """One row of everything in a district that the visitor does not belong to; every name carries the mark."""
    district = DistrictFactory(name="隐州区")
    official = OfficialFactory(district=district, name="隐知远")
    unit = OrganizationFactory(district=district, name="区隐务局")
    firm = EnterpriseFactory(district=district, name="隐帆科技有限公司")
    article = ArticleFactory(district=district, title="隐州区开会", text="隐州区开会。隐知远参加。", outlet="隐州日报")
    project = ProjectFactory(district=district, name="隐帆数谷", responsible_leader=official, owner_enterprise=firm)
    meeting = MeetingFactory(district=district, name="隐帆数谷推进会", venue="隐州宾馆")
    change_stage(project, "signed", datetime.date(2024, 5, 1))
    PostFactory(official=official, title="隐务局局长", organization=unit)
    TagFactory(district=district, name="隐标签")
    ReadingFactory(article=article, content={"title": "隐州区开会", "events": []})
    MeetingArticleFactory(meeting=meeting, article=article)
    AttendanceFactory(meeting=meeting, printed_name="隐知远", official=official)
    AttendanceFactory(meeting=meeting, printed_name="区隐务局", official=None, organization=unit)
    HeadcountFactory(meeting=meeting)
    DiscussionFactory(meeting=meeting, project=project, printed_name="隐帆数谷")
    RequirementFactory(meeting=meeting, text="要隐去。", heading="要隐去", printed_speaker="隐知远", issued_by=official)
    DemandFactory(meeting=meeting, enterprise=firm, printed_enterprise="隐帆科技", text="隐患")
    FigureFactory(district=district, label="隐项投资", article=None)
    names = NameTableFactory(district=district, version="隐表", names={"people": ["隐知远"], "projects": ["隐帆数谷"]})
    page = ImportPageFactory(batch__district=district, batch__name_table=names, name="隐州.txt", state="read")
    ImportedArticleFactory(page=page, article=article, title="隐州区开会")
    UserFactory(username="yinuser", full_name="隐用户").memberships.create(district=district)


@pytest.fixture
def visitor(client):
    """Signed in, of another district, with every role at once; staff, but no superuser."""
    ensure_roles()
    user = UserFactory(is_staff=True)
    user.groups.set(Group.objects.all())
    MembershipFactory(user=user, district=DistrictFactory(name="明州区"))
    client.force_login(user)
    return client


def addresses() -> list[tuple[str, URLPattern]]:
    """(qualified name, pattern) of every named address of the site."""

    def walk(resolver, namespaces):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                inner = namespaces + ([pattern.namespace] if pattern.namespace else [])
                yield from walk(pattern, inner)
            elif pattern.name:
                yield ":".join([*namespaces, pattern.name]), pattern

    return list(walk(get_resolver(), []))


def keys() -> list[int]:
    """The key of every row there is: whichever an address asks for is among them."""
    rooms = ["people", "articles", "projects", "meetings", "desk", "accounts"]
    models = [model for room in rooms for model in apps.get_app_config(room).get_models()]
    return sorted({key for model in models for key in model._base_manager.values_list("pk", flat=True)})


def filled(name: str, pattern, keys: list[int]) -> list[str]:
    """The address with each of its arguments filled in with each of the keys."""
    named = list(pattern.pattern.regex.groupindex)
    if not pattern.pattern.regex.groups:
        return [reverse(name)]
    if not named:  # simple-history's (key)/history/(key)
        return [reverse(name, args=[key] * pattern.pattern.regex.groups) for key in keys]
    words = {"app_label": "meetings", "url": "nowhere", "format": "json"}
    return [reverse(name, kwargs={word: words.get(word, key) for word in named}) for key in keys]


def body(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def test_a_user_of_another_district_sees_nothing_of_ours_anywhere(hidden, visitor):
    visited = 0
    known = keys()
    for name, pattern in addresses():
        if name.endswith(("logout", "jsi18n")):
            continue
        for address in filled(name, pattern, known):
            for query in ("", f"?q={MARK}&term={MARK}"):
                response = visitor.get(address + query)
                assert response.status_code < 500, (name, address)
                text = (
                    body(response).replace(f"q={MARK}", "").replace(f"term={MARK}", "").replace(f'value="{MARK}"', "")
                )
                if query:
                    text = text.replace(f"“{MARK}”", "")
                assert MARK not in text, (
                    name,
                    address + query,
                    text[max(0, text.find(MARK) - 200) : text.find(MARK) + 50],
                )
                visited += response.status_code == 200
    assert visited > 30


def test_the_same_walk_by_our_own_user_does_see_it(hidden, client):
    """The walk above would find the mark if it were shown: a member of the district meets it on most pages."""
    ensure_roles()
    user = UserFactory(is_staff=True)
    user.groups.set(Group.objects.all())
    MembershipFactory(user=user, district=District.objects.get(name="隐州区"))
    client.force_login(user)
    known = keys()
    seen = {
        name
        for name, pattern in addresses()
        if not name.endswith(("logout", "jsi18n"))
        for address in filled(name, pattern, known)
        if MARK in body(client.get(address))
    }
    assert {
        "pages:cockpit",
        "meetings:meeting-list",
        "meetings:meeting-csv",
        "meetings:meeting-detail",
        "projects:project-list",
        "projects:project-detail",
        "people:official-list",
        "people:official-detail",
        "people:organization-detail",
        "people:enterprise-detail",
        "articles:article-detail",
        "desk:import-report",
        "desk:queue",
        "desk:queue-csv",
        "desk:intake",
        "desk:intake-detail",
        "admin:desk_importedarticle_changelist",
        "admin:desk_importpage_changelist",
        "admin:desk_nametable_changelist",
        "admin:meetings_meeting_changelist",
    } <= seen
