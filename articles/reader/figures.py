"""Figures on projects, investment, approvals and the economy, with unit, scope, time and bound.

Serves phenomena 17-20. Money and percentages are figures unless they are fines, losses or thresholds; a counted thing
is one only when it belongs to the economy (项目, 企业, 就业, 产值 …); a count that closes a list (等17个项目) is none.
"""

import datetime
import re

from .dates import Calendar, month_end, number, quarter
from .lexicon import regex, words
from .reading import Figure

_OF_MONEY = "万亿元|亿美元|万美元|亿欧元|亿港元|亿日元|亿台币|亿港币|万亿|亿元|(?:亿|万)(?=[多余]元)|万元|千元|元(?!旦|素|宵|件)"
_OF_HUNDRED_MILLIONS = "亿(?:千瓦时|吨|件|斤|立方米|人次|片|支|只|米)?"
_OF_TEN_THOUSANDS = (
    "万千瓦时?|兆瓦|千瓦|万(?=[多余][平立吨亩人户])"
    "|万(?:平方米|立方米|吨|亩|片|锭|台套|袋|瓶|箱|张|盒|双|株|人次|人|户|家|台|辆|件|套|斤|只|头|株|羽|名|个|千瓦|标箱|公里|米|份)?"
)
_OF_ONES = (
    "MW|GW|锭|张|份|平方米|平方公里|立方米|公顷|亩|吨|公斤|人次|人|名|户|家|个|项|批次|批|件|台|套|辆|宗|笔|条|座|处|支|所|只|头|株|倍"
    "|大(?=项目|工程|产业)"
)
_UNIT = f"{_OF_MONEY}|个百分点|百分点|%|‰|{_OF_HUNDRED_MILLIONS}|{_OF_TEN_THOUSANDS}|{_OF_ONES}"
_NUMBER = re.compile(
    r"(?<![\d.A-Za-z－-])(?P<n>\d{1,16}(?:\.\d{1,8})?)(?P<more>多|余|来)?"
    rf"(?P<unit>{_UNIT})(?P<after>以上|以下|以内|左右|多元?|余元?)?"
)
_RANK = re.compile(
    r"(?:排名|位列|位居|排在|排位|排|列|居|获得?|名列|跃居|跃升至|升至|跌到了?|跌至|降至|下滑到|占有率|综合排名)(?P<of>[^，。；第]{0,16})第(?P<n>[一二三四五六七八九十]{1,3}|\d{1,3})(?P<u>名|位)?(?![季期批次个家届条章产轮阶一二三])"
)
_CLAUSE = frozenset("，。；：！？\n（）")
_COUNTED = re.compile(
    r"^(?:[^，。；、\d]{0,12}?)(?:项目|企业|公司|园区|平台|工程|事项|服务点|服务站|产业园|基地|合作社|投资|订单|协议|合同|专利|商户|主体|岗位|考察团|省级|高新技术|客商|网店|产业|标准地)"
)
_NOT = re.compile(
    "罚款|处罚|罚金|损失|事故|火灾|死亡|受伤|伤亡|赔偿|慰问金|慰问品|捐款|捐赠|善款|彩票|奖金|宣传资料|宣传册|传单|手册|出席|参会|与会|到会|参加|观众|志愿者|党员|干部|代表|委员|民警|嫌疑|毒品|涉案|案件|医院床|确诊|病例|核酸|接种|疫苗|生猪|扑杀|学生|考生|师生|老师|巡查|检查|排查|走访|抽查|隐患|宣讲|场次|作品|展品|满意度|知晓率|参与率|投票|得票|合格率|及格|会员|队员|选手|专家|教授|课|教学|教育|讲座|视频|晚会|节目|行政村|自然村|村民|常住人口|户籍|网格|诉求|信访|批示|提案|议案|建议|戒|脱毒|治疗|销售点"
)
# 已开工29个, 竣工投产31个: what was counted is told before.
_ELLIPTIC = re.compile(
    r"(?:开工|开复工|复工|竣工|投产|签约|落地|入库|纳统|办结|新增|增加|减少|完成|建成|申报|封顶|达产|达效|启动|引进|开工建设|注册落地|新签约)(?:了|共|的)?$"
)
_PARTY = re.compile(r"一行$|(?:率|带领)[^，。；]{0,24}$")
_LENGTHS = ("公里", "米", "千米")
_AREA = ("亩", "公顷", "平方米", "万平方米", "平方公里", "万亩", "立方米", "万立方米")
_OUTPUT = words("output_units")
_PEOPLE = ("人", "万人", "人次", "万人次", "名", "户", "万户", "万名", "批")
_THINGS = words("counter_words")
_NAMES_PROJECT = re.compile("[^，。；、\\d]{2,20}?(?:项目|工程|生产线|基地)")
_MONEY = re.compile("元|^万亿$|^亿$|亿美|欧|日元")
# What figures are told by, and what they are told from: land and buildings, what is produced, who is employed.
_SHARES = ("%", "个百分点", "百分点", "‰")
_OF_FINES = re.compile("罚|处以|损失|奖金|慰问|捐|善款|补助金|救助金|每人|彩")
_OF_OPINION = re.compile("满意|知晓率|参与率|成功率|合格率|覆盖率达到100%以上|可能")
_OF_LAND = re.compile("占地|建筑面积|总面积|用地|厂房|供地|出让|面积|流转|地块|征地|耕地|收储|基地|种植(?!户)|竹山")
_SERVED = re.compile("灌溉|供热|受益|覆盖")
_PRODUCED = re.compile(
    "产能|产量|[年日月]产|生产|生产线|[年日]加工|装机|发电|处理|销售|出口|销量|屠宰|出栏|吞吐|产糖|总产|亩产|单产|入榨|冷库|冷藏|库容|收购|采摘|播种|一期|二期"
)
_EMPLOYED = re.compile("就业|用工|工人|员工|务工|岗位|培训|吸纳|带动|考察团|客商|游客|接待(?!信访)|投产|从业")
_TAKES_PART = re.compile("参加|参会|出席|领导|干部群众|专家|党员|慰问|学员|学习|发放|志愿")
_COUNTED_BEFORE = re.compile(
    r"(?:项目|企业|工程|公司|主体|事项|园区|平台|专利|商户|合同|协议|订单|品牌|岗位|基地)"
    r"(?:共|共有|达|达到|已达|为|总数|数量|约|近|超过|突破|累计|已|有|各){0,9}+$"
)
_LOOKED_AT = re.compile(
    r"(?:参观|观摩|查看|察看|调研|走访|走进|实地|先后|来到|参加|分别|选出|备选|部门|考察)[^，。；]{0,8}$"
)
_AS_OF = re.compile(
    r"(?:截至|截止|截止到|截至到|到)(?:(?P<y>\d{4})年|(?P<r>今年|去年|目前))?(?:(?P<m>\d{1,2})月(?P<d>底|末|\d{1,2}日|份)?|(?P<now>目前))?"
)
_YEAR = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)年(?!\d{1,2}月\d|[至\-—])|(?P<r>今年|去年|明年)(?!\d)")
_QUARTER = re.compile(
    r"(?:(?P<y>20\d\d)年|(?P<r>今年|去年))?(?:第)?(?P<q>[一二三四1-4])季度|(?P<half>上半年|下半年)|(?P<three>前三季度)|(?P<a>\d{1,2})(?:月)?[-—－~至到](?P<b>\d{1,2})月(?:份)?|(?P<ma>\d{1,2})月份?(?=[^\d日底末])"
)
_TRIM = re.compile(
    r"^(?:是|在(?!建|谈|库)|与|及|且|为|还|又|再|让|使|以|对|有|据悉|据了解|目前|其中|预计|全市|全县|全区|全年|已|共|累计(?!完成|投资)|今年以来|今年|去年|近年来|全部|同时|并|则|由|从|建成后|正在实施的|该|本|也|将|可|和|的|了|分别|当天|截至目前|项目建成后|投产后|达产后|每年|由当年的|提高到现在的每年|扩大到)+"
)
_VERB_TAIL = re.compile(
    r"(?:达到|达|为|约为|约|近|超过|超|突破|逾|至|到|有|实现|共有|共|提高到|扩展到|增加到|增长到|上升到|发展到|下降到|扩大到|扩大至|由|从|不低于|不少于|可达|高达|将达|预计|的|了|合计|是|增至|降至){1,9}+$"
)
_VERBS = re.compile(
    r"^.*?(?:推进|列入|实施|共有|安排|梳理|谋划|储备|纳入|确定|新增|签约|引进|新开工|落地|开工|建设(?!项目|工程))(?=[一-龥\d])"
)
_SET = re.compile(r"[一-龥]{4,14}项目")
_LIST_COUNT = re.compile(r"等[^，。；]{0,2}$")


def put(article) -> list[Figure]:
    """Add figures to the events they stand with; the figures of an article without an event are returned."""
    text, calendar = article.text, article.calendar
    loose: list[Figure] = []
    sets = [_VERBS.sub("", known) for known in dict.fromkeys(_SET.findall(text))][:40]
    scope, year = "", None
    seen: set[tuple] = set()
    counted: set[tuple] = set()
    for n, (start, end) in enumerate(article.sentences):
        if not any(c.isdigit() for c in text[start:end]) and "第" not in text[start:end]:
            continue
        time = _Times(text, start, end, calendar)
        if (
            time.as_of
            or time.period
            or not time.year
            and year
            and not regex(r"列入|其中|总投资|年度|项目|新").match(text[start : start + 4])
        ):
            year = None
        year = time.year or year
        found: list[Figure] = []
        scope = "" if not regex(r"[，其]|总投资|年度").match(text[start : start + 3]) else scope
        for printed in _NUMBER.finditer(text, start, end):
            made = _figure(article, printed, start, end)
            if made is None:
                continue
            named = _scope_in(made, text, printed)
            scope = _joined(named, sets) if named else scope
            made.scope = scope
            found.append(made)
        found += [_rank(text, ranked, start) for ranked in _RANK.finditer(text, start, end)]
        for figure in found:
            figure.as_of = time.as_of
            if time.period and not time.as_of:
                figure.period = time.period
            elif year and not time.as_of:
                figure.year = year
            key = (figure.value, figure.unit, figure.label[-2:])
            if key in seen or (figure.unit in ("个", "家") and key[:2] in counted):
                continue
            seen.add(key)
            counted.add(key[:2])
            event = article.events[max(0, article.belongs[n])] if article.events else None
            (event.figures if event else loose).append(figure)
    return loose


def _clause_start(text: str, at: int, floor: int) -> int:
    start = at
    while start > floor and text[start - 1] not in _CLAUSE:
        start -= 1
    return start


def _figure(article, found: re.Match, floor: int, end: int) -> Figure | None:
    text = article.text
    unit = _unit_of(text, found)
    start = _clause_start(text, found.start(), floor)
    before, after = text[start : found.start()], text[found.end() : min(end, found.end() + 16)]
    after = regex("[，。；：、（）]").split(after, maxsplit=1)[0]
    if regex(r"[\d:第]$").search(before) or unit == "元" and float(found["n"]) < 1:
        return None
    if not _is_figure(text, found, unit, before, after):
        return None
    wider = text[max(floor, start - 24) : found.end()] + after
    if _threshold(text, found, after, wider):
        return None
    label = _label(before, after, unit)
    if not label:
        previous = text[max(floor, start - 16) : start].rstrip("，；：（ ")
        label = _label(regex("[，。；：]").split(previous)[-1], "", unit)
    tail = found.end()
    if not before.strip() or unit in _THINGS:
        tail += min(len(after), 14)
    first = max(start, found.start() - 24)
    while first < found.start() and text[first] in "，、 ":
        first += 1
    return Figure(
        label or "数量",
        float(found["n"]),
        unit,
        (first, tail),
        bound=_bound(found, before),
        confidence=0.9 if label else 0.6,
    )


def _unit_of(text: str, found: re.Match) -> str:
    """The unit of a number: of 3亿多元 亿元, of 十大项目 个."""
    unit = found["unit"]
    if unit in ("亿", "万") and (rest := regex("[多余](元|平方米|立方米|吨|亩|人|户)").match(text, found.end("unit"))):
        return unit + rest[1]
    return "个" if unit == "大" else unit


def _is_figure(text: str, found: re.Match, unit: str, before: str, after: str) -> bool:
    """Whether a number speaks of projects, investment, approvals or the economy, by its unit and its clause."""
    near = before + after
    if unit == "万" and not after.startswith("产值"):
        return False
    money = _MONEY.search(unit) and not (unit == "亿" and after.startswith(("人", "件", "万")))
    if money or unit in _SHARES:
        return _is_money_or_share(found, near, after)
    if unit in _OUTPUT and regex("年产(?:能)?[约达]{0,2}$").search(before) and _NAMES_PROJECT.match(text, found.end()):
        return False  # 年产5万吨复合板项目: part of a project's name
    if unit in _LENGTHS or unit in ("条", "座", "处", "支", "所", "平方公里"):
        return False
    if unit in _AREA:
        return unit not in ("立方米", "万立方米") and bool(_OF_LAND.search(near)) and not _SERVED.search(near)
    if unit in _OUTPUT:
        return bool(_PRODUCED.search(before)) and not _NOT.search(near)
    if unit in _PEOPLE and not (unit in ("户", "批") and _ELLIPTIC.search(before)):
        return _is_of_work(unit, before, after)
    if unit == "倍":
        return bool(regex("增长|提高|翻").search(near))
    return unit in _THINGS and _is_counted(text, found, unit, before, after)


def _is_money_or_share(found: re.Match, near: str, after: str) -> bool:
    if _OF_FINES.search(near) or _OF_OPINION.search(near):
        return False
    limit = found["after"] in ("以上", "以下", "以内")
    return not (limit and regex(r"[^，。；]{0,12}(?:项目|企业|工程|工业)").match(after))


def _is_of_work(unit: str, before: str, after: str) -> bool:
    """Whether a number of people is one of workers, customers or trainees, not of those who take part in something."""
    near = before + after
    about = _EMPLOYED.search(before) or regex("(?:就业|用工|务工|工人|员工|次)").match(after)
    if not about or _PARTY.search(before) or _TAKES_PART.search(near):
        return False
    return unit != "名" or bool(regex("就业|用工|工人|员工").search(near))


def _is_counted(text: str, found: re.Match, unit: str, before: str, after: str) -> bool:
    """Whether a number of things is one of projects, firms and the like, and closes no list of names."""
    if _LIST_COUNT.search(before) or regex(r"[、等]$").search(before) and "大" not in found[0]:
        return False
    if _NOT.search(before + after) and not regex("项目|工程").search(after):
        return False
    counted = (
        _COUNTED.match(after)
        or _COUNTED_BEFORE.search(before)
        or (unit == "批次" and regex("招商|客商|考察").search(before))
        or (_ELLIPTIC.search(before) and regex("[，。；、：）]|$").match(text[found.end() : found.end() + 1]))
    )
    if not counted or "之一" in after or regex("工作日|[一-龥]{0,6}(?:负责人|代表|参加|出席)").match(after):
        return False
    on_tour = regex(r"[^，。；、]{0,8}(?:项目)(?:的|现场|建设现场|点|工地|观摩)").match(after)
    return not (on_tour or _LOOKED_AT.search(before))


def _threshold(text: str, found: re.Match, after: str, wider: str) -> bool:
    """投资1000万元以上的项目: a threshold that names the set, no figure of its own."""
    return bool(
        found["after"] in ("以上", "以下")
        and regex(r"(?:的)?[一-龥]{0,8}(?:项目|企业|工程)").match(after)
        and "翻" not in wider
    )


def _bound(found: re.Match, before: str) -> str:
    if found["after"] in ("以上",) or found["more"] or found["after"] in ("多", "余"):
        return "above"
    if found["after"] in ("以下", "以内"):
        return "below"
    if found["after"] == "左右":
        return "about"
    tail = before[-3:]
    if regex(r"(?<![签预合])约$").search(tail):
        return "about"
    if regex(r"近$|接近$").search(tail):
        return "nearly"
    if regex(r"(?:超|超过|突破|逾)了?$").search(tail):
        return "over"
    return ""


def _label(before: str, after: str, unit: str) -> str:
    label = regex(r"^.*[、]").sub("", before) if "、" in before and len(before) > 12 else before
    label = _VERB_TAIL.sub("", label)
    label = regex("^.{0,80}(?:签订|签约|签署|签下|引进)了?(?=(?:总|计划|协议|合同)?投资)").sub("", label)
    label = (
        regex(r"^.*\d[^\d]{0,3}(?:元|%|个|家|人|亩|吨)(?:以上)?(?:增加|提高|增长|扩展|上升|扩大)?(?:到|至)?").sub(
            "", label
        )
        if regex(r"\d").search(label) and not regex("以上|以下").search(label)
        else label
    )
    label = _TRIM.sub("", label)
    if unit in ("个", "家", "项", "大", "件", "批", "名") or len(label) < 2:
        noun = regex(r"[^，。；、（已的是在\d]{0,12}?(?:项目|企业|工程|事项)|[^，。；、（已的是在\d]{2,14}").match(
            after
        )
        if noun and (len(label) < 2 or not regex("项目|企业|事项|工程|平台|园区|主体|公司").search(label)):
            label = noun[0]
    bare = _VERBS.sub("", label)
    label = (
        bare
        if bare not in ("项目", "企业", "工程") and regex("项目|企业|工程").search(label) and len(label) > 6
        else label
    )
    return label[-24:]


def _scope_in(figure: Figure, text: str, found: re.Match) -> str:
    """The set of projects or matters a count opens: what follows in the sentence speaks of it."""
    if figure.unit in ("个", "家", "项") and regex("项目|企业|工程|事项").search(figure.label):
        return regex(r"事项$").sub("", figure.label)
    named = regex(r"([一-龥]{2,12}项目)(?:已|累计|完成|总|年度|全年|当年|今年)").search(
        text[figure.evidence[0] : found.start()]
    )
    return regex("^.*的|^.*?(?=[省市区县重])").sub("", named[1], count=1) if named else ""


def _joined(new: str, sets: list[str]) -> str:
    """The fuller form of one set: 省市重点项目 is the 省市重点建设项目 named before."""
    for trimmed in sets:
        if len(trimmed) > len(new) and trimmed[:3] == new[:3] and _subsequence(new, trimmed):
            return trimmed
    return new


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(c in rest for c in short)


def _rank(text: str, found: re.Match, floor: int) -> Figure:
    start = _clause_start(text, found.start(), floor)
    label = text[max(start, found.start() - 22) : found.end()]
    label = regex(r"第.*$").sub("", label)
    label = regex(r"^(?:[前一二三四上下半年季度]{2,6})").sub("", label)
    if regex(r"[一二三四五六七八九十\d](?:区|县|市)").search(label):
        label = regex(r"^.*?考核|^.*?(?=[全市省州]内?[一二三四五六七八九十\d]{1,3}[区县市])").sub("", label, count=1)
    scope = regex(
        r"([市省州内直各全]{0,2}[一二三四五六七八九十\d]{1,3}(?:个)?(?:区|县|市|镇|乡))|(全[国省市区县州])"
    ).search(label)
    return Figure(
        label,
        float(number(found["n"])),
        "名",
        (max(start, found.start() - 22), found.end()),
        scope=scope[0] if scope else "",
        confidence=0.85,
    )


class _Times:
    """What a sentence says of the time its figures speak of."""

    def __init__(self, text: str, start: int, end: int, calendar: Calendar):
        sentence = text[start:end]
        self.year = self.period = self.as_of = None
        today = calendar.today
        found = next((m for m in _AS_OF.finditer(sentence) if m["m"]), None)
        base = today.year if today else None
        if found and (found["y"] or base):
            year = int(found["y"]) if found["y"] else base - (found["r"] == "去年")
            month = int(found["m"])
            if 1 <= month <= 12:
                self.as_of = self._day(year, month, found["d"], bool(found["y"]), today)
        years = _YEAR.search(sentence)
        if years:
            self.year = (
                int(years["y"])
                if years["y"]
                else base + {"今年": 0, "去年": -1, "明年": 1}[years["r"]]
                if base
                else None
            )
        when = _QUARTER.search(sentence)
        if when and base and not self.as_of:
            self.period = self._period(when, self.year or base, today)

    @staticmethod
    def _day(year: int, month: int, day: str | None, printed: bool, today: datetime.date | None):
        try:
            made = datetime.date(year, month, int(day[:-1])) if day and day[0].isdigit() else month_end(year, month)
        except ValueError:
            return None
        if not printed and today and made > today + datetime.timedelta(days=31):
            return _Times._day(year - 1, month, day, True, today)
        return made

    @staticmethod
    def _period(m: re.Match, year: int, today: datetime.date):
        if m["y"]:
            year = int(m["y"])
        elif m["r"] == "去年":
            year = today.year - 1
        if m["q"]:
            return quarter(year, number(m["q"]))
        if m["half"]:
            first = 1 if m["half"] == "上半年" else 7
            return datetime.date(year, first, 1), month_end(year, first + 5)
        if m["three"]:
            return datetime.date(year, 1, 1), month_end(year, 9)
        a, b = int(m["a"] or m["ma"]), int(m["b"] or m["ma"])
        if 1 <= a <= b <= 12:
            return datetime.date(year, a, 1), month_end(year, b)
        return None
