"""What a new installation starts with: roles, one district, demonstration accounts, the sample page."""

import datetime
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import transaction

from accounts.roles import ensure_roles, give_roles
from articles.models import Reading, ReadingState
from desk.importing import import_pages
from desk.recording import record
from people.models import District, DistrictLevel, Membership

SAMPLE_PAGE = Path(__file__).parent / "samples" / "erqi-2024-05-13.txt"
SAMPLE_ISSUE_DATE = datetime.date(2024, 5, 13)
LEFT_WAITING = 4  # the sample's article, counted from 1, that is left for a person to review
# Code of administrative divisions (GB/T 2260): 410103 二七区, Zhengzhou.
SAMPLE_DISTRICT = {"code": "410103", "name": "二七区", "level": DistrictLevel.COUNTY}
DEMO_ACCOUNTS = {
    "luru": ("演示录入员", "录入员"),
    "shenhe": ("演示审核员", "审核员"),
    "lingdao": ("演示领导", "领导"),
    "fenxi": ("演示分析员", "分析员"),
    "guanli": ("演示系统管理员", "系统管理员"),
}


def prepare(*, reset_passwords: bool = False) -> list[str]:
    """Make what is missing of a first installation and say, in lines, what was made. Twice changes nothing.

    District, sample and demonstration accounts come only into an empty register, one without any district.
    `reset_passwords` gives the demonstration accounts there are new passwords, and does nothing else.
    """
    ensure_roles()
    if reset_passwords:
        return reset_demo_passwords()
    if District.objects.exists():
        return []
    with transaction.atomic():  # cut short, a first run begins anew
        district = District.objects.create(**SAMPLE_DISTRICT)
        return ["已建立行政区:二七区(410103)。", *make_demo_accounts(district), *read_sample(district)]


def make_demo_accounts(district: District) -> list[str]:
    """The five demonstration accounts with their roles; a password is shown only when it is made."""
    users = []
    for username, (full_name, role) in DEMO_ACCOUNTS.items():
        user, is_new = get_user_model().objects.get_or_create(username=username, defaults={"full_name": full_name})
        if is_new:
            give_roles(user, role)
            Membership.objects.create(user=user, district=district)
            users.append(user)
    return _new_passwords(users)


def reset_demo_passwords() -> list[str]:
    """New passwords for the demonstration accounts there are; none is made or woken up."""
    users = get_user_model().objects.filter(username__in=DEMO_ACCOUNTS).order_by("pk")
    return _new_passwords(users) if users else ["没有演示账号。"]


@transaction.atomic
def _new_passwords(users) -> list[str]:
    lines = []
    for user in users:
        password = secrets.token_urlsafe(9)
        user.set_password(password)
        user.save()
        lines.append(f"  {DEMO_ACCOUNTS[user.username][1]}\t用户名 {user.username}\t密码 {password}")
    return ["演示账号(密码只显示这一次,遗失请运行 ./dev accounts):", *lines]


def read_sample(district: District) -> list[str]:
    """Read the sample page and record all its articles but one, which waits for a reviewer."""
    report = import_pages([SAMPLE_PAGE], district=district, published=SAMPLE_ISSUE_DATE)
    reviewer = get_user_model().objects.filter(username="shenhe").first()
    readings = Reading.objects.filter(article__district=district, state=ReadingState.WAITING)
    recorded = 0
    for number, reading in enumerate(readings.order_by("article__page_offset"), 1):
        if reviewer and number != LEFT_WAITING:
            recorded += record(reading, by=reviewer, in_bulk=True).is_new
    return [f"示例版面:识别 {report.new} 篇报道,入库 {recorded} 篇,待审 {report.new - recorded} 篇。", *report.errors]
