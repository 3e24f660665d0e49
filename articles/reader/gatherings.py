"""Names of gatherings: where 全县项目建设推进会 begins and ends around 召开, and what kind of occasion a name tells."""

import re

from .lexicon import regex

_GATHERING = re.compile(
    r"(?<=[一-龥A-Z\d”》）])(?:协商会|培训会|观摩会|宣讲会|仪式|典礼|活动|汇演|演出|演练|比赛|竞赛|大赛|集中签约(?=\d{0,2}日?(?:在|举[行办]))|公开赛|邀请赛|锦标赛|联赛|挑战赛|争霸赛|马拉松(?:赛)?|[一-龥]节(?=(?:\d{1,2}日)?(?:在|于|开幕|启幕|正式|隆重|举[行办]))|论坛|讲座|讲堂|课堂|党课|宣讲(?!团|员|队|会)|第\d{1,3}讲|拉练|培训班|研修班|主体班|进修班|轮训班|培训|观摩团?|(?<![协商学工董社机都宴聚帮农])会议?(?!员会|议室|客|计|展中心|堂|场|所|馆|上|后|中|长|见|晤|谈(?!会)|同|员|商|签|友|费|址|战|诊|餐)|例会|年会|(?<=工作)座谈|(?<=交流)座谈)"
)
_NOT_GATHERING = re.compile(
    "(?:委员会|常委会|[一-龥]委会|人大会|党代会代表|居委会|村委会|工委会|组委会|筹委会|理事会|监事会|董事会|联合会|协会|商会|学会|工会|基金会|妇联会|社会|机会|晚会上|团委会|职代会|残联会|文联会|互助会|研究会|促进会|经济活动|生产活动|经营活动|违法活动|犯罪活动)$"
)
_ANAPHORA = re.compile(
    r"^(?:这次|此次|本次|该|上述|今后|各类|各种|一系列|相关|有关|一些|重要|此|那次|同类|多场|多次|各项|系列|以上|丰富|形式|日常|正常|各级)"
)
_PREFIX = re.compile(
    r"^(?:了|起)?(?:(?:由)?[^，。；]{2,60}?(?:主办|承办|举办|组织|协办)的|为期[^，。；]{1,4}天的|以[^，。；]{2,50}为(?:主题|口号|主线|内容)的|[我本](?:市|县|区|镇|乡|州|旗|省|街道|局|院|校|公司)(?:的)?"
    r"|(?:一|首)[场次期个届](?=[^\d])|[^，。；]{0,12}当前形势下的|[^，。；]{0,20}(?:召开|举行|举办)的)"
)
_DATELINE = re.compile(r"[^“，。]{0,16}?\d{1,2}日(?:电|讯|消息)(?:（[^（）]{0,20}）)?")
_NATIONAL = re.compile("中国共产党第|全国代表大会|全国人民代表大会|中央[^，。]{0,8}会议|全国两会")
_TOUR = re.compile(r"观摩[^，。；、]{0,4}(?:活动|会|团)$|观摩$|拉练(?:活动)?$")
_TRAINING = re.compile(r"培训|讲座|讲堂|课堂|研修|轮训|主体班|进修班|党课|宣讲|读书班|专题辅导|结业|开班|开学|毕业|班$")
_GROUND = re.compile(r"开工|开竣工|奠基|破土|动工")
_SIGNING = re.compile("签约")
_VISIT_NAME = re.compile(
    "(?:调研|走访|视察|考察|检查|督查|督导|慰问|巡查|走访慰问|访问|察看|巡视|执法检查|暗访|服务企业)[^，。、]{0,6}活动$"
)
_OTHER_GATHERING = re.compile(
    "博览会|展销会|招聘会|运动会|音乐会|晚会|演唱会|展览会|年货会|庙会|灯会|联欢会|会演|汇演|交易会|游园会|音乐节|文化节"
)


def kind_of(name: str) -> str:
    """The kind of event a gathering's name tells; of a joint name (甲暨乙) the first."""
    first = name.split("暨", 1)[0]
    for part in (first, name):
        if _TOUR.search(part) and not regex("讲评|点评").search(name):
            return "tour"
        begins, signs = _GROUND.search(part), _SIGNING.search(part)
        if signs and not (begins and begins.start() < signs.start() and "暨" not in part):
            return "signing"  # of 开工签约仪式 what stands first
        if begins and regex("仪式|典礼|活动|动员|大会|现场").search(name):
            return "groundbreaking"
        if _VISIT_NAME.search(part):
            return "visit"
        if _OTHER_GATHERING.search(part):
            return "other"
        if (
            part == first
            and regex("会议?$|论坛$").search(first)
            and not regex("培训会?$|宣讲会|报告会|辅导会").search(first)
        ):
            return "meeting"
        if _TRAINING.search(part):
            return "training"
    return "meeting" if regex("会议?$|论坛$|座谈$|(?:议事|协商)活动$").search(name) else "other"


def name_after(text: str, at: int, end: int) -> tuple[int, int] | None:
    """The gathering named after the verb that ends at `at`, up to the clause's end, brackets and quotes balanced."""
    depth = 0
    stop = at
    end = min(end, at + 160)
    while stop < end:
        char = text[stop]
        if char in "“（《":
            depth += 1
        elif char in "”）》" and depth:
            depth -= 1
        elif depth == 0 and char in "，。；！？\n：":
            break
        stop += 1
    last = None
    for found in _GATHERING.finditer(text, at, stop):
        if not _NOT_GATHERING.search(text[max(at, found.end() - 6) : found.end()]):
            last = found
    if last is None:
        return None
    return trimmed(text, at, last.end())


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name text[start:end] without what stands before it (我区召开的, 为期两天的); None when nothing names a gathering."""
    while True:
        found = _PREFIX.match(text[start:end])
        if not found or found.end() == end - start:
            break
        start += found.end()
    inner = [m.end() for m in regex("开展|举办|举行").finditer(text[start:end])]
    if inner and end - start - inner[-1] >= 4:
        start += inner[-1]
    if text[start] in "的了":
        start += 1
    word = text[start:end]
    if _NATIONAL.search(word) and not regex("座谈会$|学习会$|宣讲会?$|报告会$").search(word):
        return None
    if (
        len(word) < 3
        or _ANAPHORA.match(word)
        or regex(r"\d{1,5}余?[名位人]").match(word)
        or word in ("会议", "大会", "活动", "仪式", "专题会", "本次会", "培训", "典礼")
    ):
        return None
    return start, end


def _clause(text: str, floor: int, at: int) -> int:
    """Where the clause begins that ends at `at`; marks within quotation marks part no clause."""
    depth = 0
    start = at
    while start > floor:
        char = text[start - 1]
        if char == "”":
            depth += 1
        elif char == "“":
            depth = max(0, depth - 1)
        elif char in "。！？\n" or depth == 0 and char in "，；：":
            break
        start -= 1
    return start


def name_before(text: str, floor: int, at: int) -> tuple[int, int] | None:
    """The gathering that stands before 召开/举行 in the clause text[floor:at], its venue phrase left off."""
    start, end = _clause(text, floor, at), at
    if text.startswith("在", start) and start > floor and text[start - 1] == "，":  # 启动仪式，在某某广场举行
        start, end = _clause(text, floor, start - 1), start - 1
    place = regex(
        r"(?<=[会议式动班堂座”）坛练演赛讲节约礼])(?:已|也|又|将|近日|日前|昨日|今日|(?:当地时间)?\d{1,2}日(?:[上下]午)?)?(?:于|在)[^，。；]{1,40}$"
    ).search(text, start, at)
    if place:
        end = place.start()
    while end > start and text[end - 1] in "于在了":
        end -= 1
    dated = regex(r"(?:于)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚上?)?$").search(text[start:end])
    if dated:
        end = start + dated.start()
    adverb = regex(r"(?:隆重|如期|顺利|胜利|成功|正式|圆满|集中|专题){1,9}+$").search(text[start:end])
    if adverb:
        end = start + adverb.start()
    head = regex(
        r"(?:\d{1,4}年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚上?)?|(?:昨|今|当)[天日](?:上午|下午|晚上)?|近日"
    ).match(
        text[start:end],
    )
    if head:
        start += head.end()
    dateline = _DATELINE.match(text, start, end)
    if dateline:
        start = dateline.end()
    if start >= end:
        return None
    if aside := regex("（[^（）]{2,24}）$").search(text[start:end]):  # 某某大会（下称“大会”）
        end = start + aside.start()
    if text.startswith("“", start) and text[end - 1] == "”" and text.count("“", start, end) == 1:
        start, end = start + 1, end - 1
    tail = text[max(start, end - 6) : end]
    gathered = [m for m in _GATHERING.finditer(text, start, end) if m.end() == end]
    if not gathered or _NOT_GATHERING.search(tail):
        return None
    return trimmed(text, start, end)
