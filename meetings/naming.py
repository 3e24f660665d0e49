"""What a meeting's name says of its type."""

from meetings.models import MeetingType

# Longest ending first: 工作推进会 is a work meeting, any other 推进会 one of projects.
_ENDINGS = [
    ("现场办公会", MeetingType.ON_SITE_OFFICE),
    ("工作推进会", MeetingType.WORK),
    ("推进会", MeetingType.PROMOTION),
    ("研判会", MeetingType.ASSESSMENT),
    ("调度会", MeetingType.DISPATCH),
    ("专题会", MeetingType.SPECIAL),
    ("讲评会", MeetingType.REVIEW),
    ("点评会", MeetingType.REVIEW),
    ("座谈会", MeetingType.SYMPOSIUM),
]


def meeting_type_of(name: str) -> str:
    """The MeetingType code that a meeting's name ends in (议 after 会 allowed), or "" when it says none."""
    name = name.removesuffix("议")
    return next((code.value for ending, code in _ENDINGS if name.endswith(ending)), "")
