"""Where an occasion was held: 在县委会议室召开, 来到某某公司参加, 主会场设在…."""

import re

_HEARD_AT = re.compile(r"(?<![存所现正])在(?P<v>[^，。；、“”（）\n]{2,24}?)(?:集中)?(?:收听收看|收看|收听|观看)")
_VENUE = re.compile(
    r"(?<![存所现正潜旨就意])在(?P<v>[^，。；、“”（）\n]{2,30}?)(?:一起)?(?:隆重|如期|顺利|胜利|成功|正式|圆满|专题|联合|组织|主持|集中|\d{1,2}日){0,3}(?:召开|举行|举办|签署|签订|启动|会见|接见|开幕|开班|集中收听|集中收看|集中观看|收听收看|开工|奠基|参加|观看|举行了|开讲|开课|开营|启幕|(?<!全面)开展(?=[“，。一-龥]{0,12}(?:活动|讲座|培训|演练)))"
)
_VENUE_TO = re.compile(
    r"(?:到|在)(?P<v>[^，。；、“”（）\n]{2,20}?(?:公司|会议室|现场|村|社区|广场|中心|园区|礼堂|酒店|宾馆|工地|学校))(?:主持|组织)?召开"
)
_COME_TO = re.compile(r"来到(?:位于[^，。；]{1,16}的)?(?P<v>[^，。；、]{2,24}?)[，。][^。]{0,40}参加")
_MAIN = re.compile(r"(?:主会场)?设在(?P<v>[^，。；、]{2,16}?(?:园区|广场|中心|工地|现场|会议室|礼堂|报告厅|会场))")
# 上午10时许, 在县会展中心二楼多功能厅, …
_HERE = re.compile(
    r"(?:[上下中]午|晚上?|[日天今])[^，。；]{0,8}，?在(?P<v>[^，。；、“”（）\n]{3,24}?(?:室|厅|礼堂|宾馆|酒店|中心|广场|党校|会场|大厦|公司))，"
)
_VENUE_TRAP = re.compile(
    r"[上下中时后前际间]$|基础|同时|过程|情况|背景|关键|期间|全市范围|全县范围|全区范围|会上|[会议式]$|^\d{1,2}[月日]|^(?:全|各|此|其|本)|此$|这里$"
)


def venue_near(text: str, start: int, end: int, at: int) -> tuple[int, int] | None:
    """The venue in the sentence text[start:end] nearest to the verb at `at`."""
    for rule in (_VENUE, _VENUE_TO, _COME_TO, _MAIN, _HERE):
        held = [found for found in rule.finditer(text, start, end) if not _VENUE_TRAP.search(found["v"])]
        if held:
            return min(held, key=lambda found: abs(found.end() - at)).span("v")
    if text.find("在这里", start, end) >= 0 or text.find("在此", start, end) >= 0:
        floor = max(text.rfind("\n", 0, start), start - 160) + 1
        for found in _HERE.finditer(text, floor, start):
            return found.span("v")
    return None


def heard_at(text: str, start: int) -> tuple[int, int] | None:
    """The place where people heard or watched a meeting held elsewhere, told after `start`."""
    watched = _HEARD_AT.search(text, start)
    return watched.span("v") if watched and not _VENUE_TRAP.search(watched["v"]) else None
