"""The title grammar: where a printed title begins, ends, and what it is joined to.

A title is read backwards from its last word (书记, 局长, 总经理 …) to the mark or word before which it begins, and on
over 、 to the titles it is joined to (phenomena 1, 3, 4, 10, 30-32, 48). The body inside it needs no list: whatever
stands between the beginning and the last word is the body.
"""

import re

from .lexicon import alternation, words
from .names import looks_like_name

_HEADS = re.compile(rf"(?!{alternation(words('title_traps'))})(?:{alternation(words('title_heads'))})")
_TRAP = re.compile(alternation(words("title_traps")))
# What stands before a title and is none of it. 和 and 及 only after a name, a post or a group (林业和园林局局长).
_CUT = re.compile(
    r"聆听|认真|听到|听说|得知|来自|询问|告诉|握着|拉着|找到|安排(?!部)|叮嘱|嘱咐|指示|责成|勉励|邀请到?|特邀|应邀|率领|带领|会见了?|接见了?|接待了?|看望了?|拜会了?|拜访了?|欢迎|感谢|任命|选举|推选|接受|免去|听取了?|陪同|委托|由(?!于)"
    r"|以(?!及|上|下|内)|(?<![存所现潜])在|受(?!理|贿)|(?<![数根依论])据(?![点库])|率(?!先)|请(?![愿示])|被|让|随(?!州|县)|了(?!解)|的|是(?!否)|跟|向(?!阳|山|东|明|荣)|与(?!会|[一-龥]{2,6}(?:学院|研究院|研究所))|代表[一-龥]{2,8}[同与]|对(?![外台口])|为(?!民)"
    r"|上午|下午|当天|当日|昨天|昨日|今天|今日|近日|日前|当晚|晚上|[日号月](?=[一-龥])(?!报|喀|照|常|土)|聘请|传达|传达学习|贯彻|落实|同(?=[省市区县州中])|(?:[一二三四五六七八九十两\d]{1,3})(?:[个名位]|家(?!子))"
    r"|就(?=[省市区县州])|此前|随后|首先|期间|其中|副县级以上|包括|至|从(?=[省市区县州])|还有|特别是|主持|召开|参加|出席|名叫|一名|(?:领导|人员|嘉宾|同志|部门)有|原定|致函|针对|，"
)
_JOIN = re.compile(r"以及|(?<![普涉])及(?!时)|和|暨(?![南阳])|并")
_AFTER_GROUP = re.compile(
    r"(?:领导|代表|人员|同志|负责人|干部|企业|单位|部门|成员|委员|书记|主任|长|员|等|师|专家|群众|政府|公司|局|办|委|镇|乡|街道|院)$"
)
_BREAK = frozenset("，。；：！？\n（】>")
_SHARED = re.compile(r"(?:领导|负责人|负责同志|班子成员|代表|专家|干部)$")


class Title:
    """A title in the clean text: text[start:end], its last word text[head:end]."""

    __slots__ = ("end", "head", "start")

    def __init__(self, start: int, head: int, end: int):
        self.start, self.head, self.end = start, head, end


def titles_in(text: str) -> list[Title]:
    """Every title in order, joined ones (区委常委、副区长) as one."""
    found: list[Title] = []
    heads: dict[int, Title] = {}
    for match in _HEADS.finditer(text):
        if any(
            (trap := _TRAP.match(text, at)) and trap.end() > match.end() for at in range(match.start() + 1, match.end())
        ):
            continue  # 镇领导班子
        start = _start_of(text, match.start())
        title = Title(start, match.start(), match.end())
        previous = heads.get(start)
        if previous is None and start and text[start - 1] in "、兼":
            end = start - 1
            if text[end] == "兼" and end and text[end - 1] == "、":
                end -= 1
            previous = heads.get(end)
        if previous is not None and previous.end <= match.start():
            title.start = previous.start
        heads[match.end()] = title
        found.append(title)
    return found


def _start_of(text: str, head: int) -> int:
    """The place where the title whose last word begins at `head` begins, joined titles not counted."""
    start = head
    depth = 0
    floor = max(0, head - 42)
    while start > floor:
        char = text[start - 1]
        if char == "”" and depth == 0 and _is_speech(text, start - 1, floor):
            break
        if char in "”』）":
            depth += 1
        elif char in "“『（" and depth:
            depth -= 1
        elif depth == 0 and (char in _BREAK or char in "、“”"):
            break
        start -= 1
    if depth:
        start = max(start, text.rfind("”", floor, head) + 1, text.rfind("）", floor, head) + 1)
    segment = text[start:head]
    if len(segment) > 1:
        cut = 0
        for found in _CUT.finditer(segment):
            if segment.count("“", 0, found.start()) == segment.count("”", 0, found.start()):
                cut = found.end()
        for join in _JOIN.finditer(segment, cut):
            before = segment[cut : join.start()]
            if not before or _AFTER_GROUP.search(before) or _ends_with_name(before):
                cut = join.end()
        start += cut
    return start


def _is_speech(text: str, close: int, floor: int) -> bool:
    """Whether the quotation that ends at `close` is something said (“我们自己协调不动。”企业负责人), no part of a title."""
    opened = text.rfind("“", floor, close)
    return opened < 0 or any(mark in text[opened:close] for mark in "。，！？；")


def _ends_with_name(before: str) -> bool:
    if looks_like_name(before):
        return True
    last = max((found.end() for found in _HEADS.finditer(before)), default=0)
    return last > 0 and looks_like_name(before[last:])


def is_group(title_text: str) -> bool:
    """Whether a title speaks of a group (区领导, 负责人) that every name of its list shares."""
    return bool(_SHARED.search(title_text))
