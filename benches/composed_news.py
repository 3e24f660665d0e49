"""Composed district news of any number, the same for the same seed: what the benches and the large tests read.

One invented district (青禾区) whose officials, units, enterprises and projects come back from article to article, as
they do in a real paper. Every name is made up; about 455 characters an article.
"""

import datetime
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

DISTRICT = {"code": "990101", "name": "青禾区"}
FIRST_DAY = datetime.date(2023, 1, 3)
_ARTICLES_A_DAY = 8

_SURNAMES = "林苏沈顾叶陆程江温许邵严纪秦袁薛孟宋唐梁"
_GIVEN = "知远见山望舒听澜景行怀瑾若谷思齐清和云起书白仲谦以宁北辰修远明哲"
_TITLES = [
    "区委书记", "区委副书记、区长", "区委常委、常务副区长", "区委常委、统战部部长", "区委常委、组织部部长", "副区长", "副区长", "副区长",
    "区人大常委会主任", "区政协主席", "区政协副主席", "区人大常委会副主任", "区商务局局长", "区发改委主任", "区住建局局长", "区财政局局长",
]  # fmt: skip
_UNITS = [
    "区发改委", "区商务局", "区住建局", "区财政局", "区自然资源局", "区工信局", "区生态环境局", "区审批局", "区统计局", "区投资促进局",
    "禾木镇", "青溪镇", "云岭街道", "望江街道", "南湖街道", "青禾经开区管委会",
]  # fmt: skip
_BRANDS = "云帆星澜启衡禾丰瑞川正源海澜润泽锦程宏远嘉禾中泰天和新合长青博远德润"
_TRADES = ["新材料", "食品", "智能装备", "生物医药", "电子", "置业", "冷链物流", "环保科技", "汽车零部件", "文化旅游"]
_WORKS = [
    "产业园",
    "生产基地",
    "研发中心",
    "物流园",
    "商业中心",
    "数字科创城",
    "安置房",
    "污水处理厂",
    "智能制造园",
    "会展中心",
]
_ROOMS = ["区委常委会会议室", "区政府三楼会议室", "青禾经开区管委会会议室", "区行政中心二号会议室"]
_MEETINGS = [
    "项目推进会",
    "重点项目调度会",
    "招商引资工作推进会",
    "产业发展研判会",
    "营商环境专题会议",
    "安全生产工作会议",
]
_DEMANDS = ["用地指标", "厂区用电扩容", "道路破损", "用工短缺", "融资成本高", "环评审批慢", "门前道路红绿灯设置"]
_REQUIREMENTS = [
    "要提高站位，把项目建设作为全区工作的头等大事，",
    "要压实责任，建立一个项目、一名领导、一套专班的工作机制，",
    "要倒排工期，按照时间节点挂图作战，",
    "要强化要素保障，统筹解决用地、用电、资金等问题，",
    "要优化服务，做到有求必应、无事不扰，",
    "要守牢安全底线，常态化开展隐患排查，",
    "要加强统筹协调，属地和部门形成合力，",
]
_CLOSINGS = [
    "确保项目早开工、早建成、早见效。",
    "推动各项任务落到实处。",
    "为全区高质量发展提供有力支撑。",
    "让企业安心经营、放心发展。",
]


@dataclass(frozen=True)
class ComposedArticle:
    """An article as an archive holds it."""

    text: str
    published: datetime.date
    outlet: str = "青禾日报"


class _District:
    """The people, firms and projects of the composed district."""

    def __init__(self, chance: random.Random, size: int):
        names = [surname + first + last for surname in _SURNAMES for first in _GIVEN[::3] for last in _GIVEN[1::4]]
        chance.shuffle(names)
        self.officials = list(zip(names, _TITLES, strict=False))
        self.reporters = names[len(_TITLES) : len(_TITLES) + 12]
        brands = [first + second for first, second in itertools.pairwise(_BRANDS)]
        firms = [brand + trade for brand in brands for trade in _TRADES]
        works = [brand + work for brand in brands for work in _WORKS]
        chance.shuffle(firms)
        chance.shuffle(works)
        self.firms = firms[: max(40, min(len(firms), size // 10))]
        self.projects = works[: max(40, min(len(works), size // 10))]


def composed_news(number: int, seed: int = 1) -> Iterator[ComposedArticle]:
    """`number` articles, issue dates rising by day; the same `seed` gives the same texts."""
    chance = random.Random(seed)
    district = _District(chance, number)
    frames = [_meeting, _meeting, _visit, _tour, _signing, _statistics]
    for count in range(number):
        day = FIRST_DAY + datetime.timedelta(days=count // _ARTICLES_A_DAY)
        yield ComposedArticle(chance.choice(frames)(chance, district, day), day + datetime.timedelta(days=1))


def _when(chance: random.Random, day: datetime.date) -> str:
    return f"{day.month}月{day.day}日{chance.choice(['上午', '下午', ''])}"


def _speech(chance: random.Random, speaker: str, number: int) -> str:
    said = chance.sample(_REQUIREMENTS, number)
    return f"{speaker}强调，" + "".join(part + chance.choice(_CLOSINGS) for part in said)


def _byline(chance: random.Random, district: _District) -> str:
    return f"（记者 {chance.choice(district.reporters)}）"


def _money(chance: random.Random) -> str:
    return f"{chance.randint(2, 480) / 10:g}亿元"


def _meeting(chance: random.Random, district: _District, day: datetime.date) -> str:
    (chair, chair_title), *others = chance.sample(district.officials, 4)
    projects = chance.sample(district.projects, 3)
    name = f"青禾区{chance.choice(_MEETINGS)}"
    units = chance.sample(_UNITS, 2)
    return (
        f"青禾区召开{name[3:]}\n"
        f"本报讯 {_when(chance, day)}，{chair_title}{chair}在{chance.choice(_ROOMS)}主持召开{name}。"
        f"区领导{'、'.join(official for official, _ in others)}参加会议。\n"
        f"会议听取了{units[0]}、{units[1]}等{chance.randint(3, 12)}家单位关于{projects[0]}、{projects[1]}、{projects[2]}等"
        f"{chance.randint(4, 20)}个项目进展情况的汇报，研究解决存在的问题。据了解，今年全区共实施重点项目{chance.randint(40, 300)}个，"
        f"总投资{chance.randint(300, 2600)}亿元，年度计划投资{chance.randint(50, 400)}亿元，截至{day.month}月底完成投资{_money(chance)}，"
        f"占年度计划的{chance.randint(10, 95)}%。\n"
        f"{_speech(chance, chair, 4)}\n"
        f"会议要求，各责任单位要对照清单逐项销号，{chance.choice(_CLOSINGS)}{_byline(chance, district)}"
    )


def _visit(chance: random.Random, district: _District, day: datetime.date) -> str:
    leader, title = chance.choice(district.officials)
    firms = chance.sample(district.firms, 3)
    return (
        f"{leader}走访调研企业\n"
        f"本报讯 {_when(chance, day)}，{title}{leader}带队到{firms[0]}、{firms[1]}、{firms[2]}等{chance.randint(3, 6)}家企业走访调研，"
        f"实地了解企业生产经营情况，现场办公解决企业发展中的困难和问题。{chance.choice(_UNITS)}主要负责人陪同调研。\n"
        f"每到一处，{leader}都深入车间，与企业负责人亲切交谈，详细了解产能、订单、用工等情况。针对{firms[0]}提出的{chance.choice(_DEMANDS)}、"
        f"{firms[1]}提出的{chance.choice(_DEMANDS)}等诉求，{leader}现场协调相关部门研究解决。\n"
        f"{firms[2]}负责人介绍，企业今年计划投资{_money(chance)}建设二期项目，达产后年产值可达{_money(chance)}，新增就业{chance.randint(80, 900)}人。\n"
        f"{_speech(chance, leader, 4)}{_byline(chance, district)}"
    )


def _tour(chance: random.Random, district: _District, day: datetime.date) -> str:
    leader, title = chance.choice(district.officials)
    projects = chance.sample(district.projects, 5)
    return (
        f"青禾区组织开展重点项目观摩活动\n"
        f"本报讯 {_when(chance, day)}，青禾区组织开展重点项目观摩活动，{title}{leader}带队，区四大班子领导和各镇街、区直有关单位主要负责人参加。\n"
        f"观摩团先后察看了{'、'.join(projects)}等{chance.randint(6, 24)}个项目，每到一处，都认真听取项目负责人的介绍，详细了解建设进度、"
        f"投资规模、存在困难等情况，对项目推进的质量和速度给予肯定。\n"
        f"随后，在{chance.choice(_ROOMS)}召开了重点项目观摩讲评会，各镇街主要负责人作了汇报发言，与会人员对观摩项目进行了现场打分。\n"
        f"{_speech(chance, leader, 4)}{_byline(chance, district)}"
    )


def _signing(chance: random.Random, district: _District, day: datetime.date) -> str:
    (leader, title), *others = chance.sample(district.officials, 3)
    firms = chance.sample(district.firms, 2)
    project = chance.choice(district.projects)
    return (
        f"{project}项目签约落户青禾\n"
        f"本报讯 {_when(chance, day)}，{project}项目签约仪式在{chance.choice(_ROOMS)}举行。{title}{leader}出席并致辞，"
        f"区领导{'、'.join(official for official, _ in others)}及{chance.choice(_UNITS)}、{chance.choice(_UNITS)}主要负责人参加签约仪式。"
        f"{firms[0]}董事长{chance.choice(district.reporters)[:1]}先生、{firms[1]}有关负责人出席。\n"
        f"据了解，该项目由{firms[0]}投资建设，总投资{_money(chance)}，占地{chance.randint(60, 800)}亩，分两期实施，项目建成后预计年产值{_money(chance)}，"
        f"年税收{chance.randint(800, 9000)}万元，可带动就业{chance.randint(100, 2600)}人。\n"
        f"{leader}在致辞中说，青禾区区位优势明显、产业基础扎实，是投资兴业的热土。{_speech(chance, leader, 3)}{_byline(chance, district)}"
    )


def _statistics(chance: random.Random, district: _District, day: datetime.date) -> str:
    done, plan = chance.randint(20, 200), chance.randint(210, 420)
    projects = chance.sample(district.projects, 3)
    return (
        f"青禾区重点项目建设跑出加速度\n"
        f"本报讯 记者从区发改委获悉，今年以来，青禾区坚持项目为王，全力推动项目建设提速增效。截至{day.month}月底，全区{chance.randint(60, 310)}个重点项目"
        f"累计完成投资{done}亿元，占年度计划投资的{round(100 * done / plan)}%，超时序进度{chance.randint(1, 12)}个百分点，"
        f"完成率在全市排名第{chance.choice('一二三四')}。其中省市重点项目{chance.randint(10, 60)}个，总投资{chance.randint(200, 900)}亿元，"
        f"年度计划投资{plan}亿元。\n"
        f"在{projects[0]}项目施工现场，塔吊林立、机械轰鸣，工人们正在抓紧施工。项目负责人介绍，该项目总投资{_money(chance)}，占地{chance.randint(60, 800)}亩，"
        f"目前主体已经封顶，预计年底前投入使用。{projects[1]}、{projects[2]}等{chance.randint(5, 20)}个项目已开工建设，"
        f"开工率{chance.randint(70, 100)}%。\n"
        f"下一步，区发改委将紧盯目标任务，加强要素保障，优化审批流程，推动项目早建成、早投产、早达效，"
        f"为全区经济社会高质量发展提供有力支撑。{_byline(chance, district)}"
    )


_REWORDED = [
    ("主持召开", "主持并召开"),
    ("带队到", "率队前往"),
    ("走访调研", "走访"),
    ("实地了解", "详细察看"),
    ("听取了", "认真听取"),
    ("据了解，", "据悉，"),
    ("强调，", "指出，"),
    ("组织开展", "开展"),
    ("先后察看了", "依次来到"),
    ("参加会议", "出席会议"),
    ("本报讯 ", "本台讯 "),
    ("亲切交谈", "深入交流"),
    ("下一步，", "接下来，"),
]


def retold(article: ComposedArticle, chance: random.Random, paragraphs_cut: int = 1) -> ComposedArticle:
    """The same news as a second outlet edits it: another headline and byline, words changed, paragraphs and clauses cut.

    The lead is reworded and stays; of the other paragraphs `paragraphs_cut` go, of each of the rest a clause may.
    """
    _, lead, *rest = article.text.split("\n")
    rest[-1] = rest[-1][: rest[-1].rindex("（记者")]
    for _ in range(min(paragraphs_cut, len(rest) - 1)):
        rest.pop(chance.randrange(len(rest)))
    told = []
    for paragraph in [lead, *rest]:
        for before, after in chance.sample(_REWORDED, 9):
            paragraph = paragraph.replace(before, after)
        sentences = paragraph.rstrip("。").split("。")
        if len(sentences) > 2 and chance.random() < 0.5:
            sentences.pop(chance.randrange(1, len(sentences)))
        told.append("。".join(sentences) + "。")
    headline = chance.choice(["要闻：", "青禾要闻 ", "动态 "]) + article.text.split("\n")[0][:12]
    name = chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN)
    return ComposedArticle("\n".join([headline, *told]) + f"（记者 {name}）", article.published, "青禾广播电视台")
