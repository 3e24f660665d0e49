"""The gold of the matching of names: a composed register, and printed names with what each must be.

gold/*.txt are written by hand: `= KEY NAME | ALIAS;ALIAS` is a row of the register (of an official: his titles, those he
has left marked （离任）), `NAME > KEY` a printed name (of a person: `NAME | TITLE > KEY`) and the row it stands for, `?`
ambiguous, `新` new, `!` never to be linked, whether it is asked about or made new. The rest of the register is composed by
seed around them. Every name is invented; the district is 青禾区 of 云州市, in a province that is real.
"""

import datetime
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from people.known_names import Match, Outcome
from people.matching import match_enterprises, match_officials, match_organizations
from people.models import (
    District,
    DistrictLevel,
    Enterprise,
    EnterpriseAlias,
    Official,
    Organization,
    OrganizationAlias,
    Post,
)
from projects.matching import match_projects
from projects.models import Project, ProjectAlias

GOLD = Path(__file__).with_name("gold")
KINDS = ("officials", "organizations", "enterprises", "projects")
AMBIGUOUS, NEW, UNLINKED = "?", "新", "!"
LEFT = "(离任)"


@dataclass(frozen=True)
class Row:
    """A row of the register: its name, and its aliases or titles."""

    key: str
    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Printed:
    """A printed name (of a person: with a title), what it must be, and the heading it stands under."""

    name: str
    title: str
    expected: str
    heading: str


@dataclass
class Gold:
    """One kind of names."""

    rows: list[Row] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)


def gold_of(kind: str, folder: Path = GOLD) -> Gold:
    """What gold/KIND.txt holds."""
    gold, heading = Gold(), ""
    lines = [line for path in sorted(folder.glob(f"{kind}*.txt")) for line in path.read_text("utf-8").splitlines()]
    for line in lines:
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("="):
            row, _, others = line[1:].partition("|")
            key, _, name = row.strip().partition(" ")
            gold.rows.append(Row(key, name, tuple(filter(None, (one.strip() for one in others.split(";"))))))
        elif line.strip():
            printed, expected = line.rsplit(">", 1)
            name, _, title = printed.partition("|")
            gold.printed.append(Printed(name.strip("\n").rstrip(" "), title.strip(), expected.strip(), heading))
    return gold


# --- the bulk of the register, by seed

_SURNAMES = "赵钱孙李周吴郑冯陈褚卫蒋韩杨朱何吕施张孔曹金魏姜谢邹喻柏窦章云潘葛范彭郎鲁韦马苗方俞任柳鲍史唐费薛雷贺倪汤"
_GIVEN = "建国志强海燕晓梅立新文博春生玉兰永思琪俊杰丽华卫东宏伟少峰雅婷德胜福来新民长林"
_TOWNS = "柳河 石桥 白杨 东风 双塔 凤台 龙泉 大槐 马庄 杏园 桃源 沙岗 孟津 鹿台 北辛 西华 红旗 胜利 丰乐 高庙"
_STATIONS = (
    "财政所 司法所 派出所 卫生院 中心小学 便民服务中心 应急办 退役军人服务站 综合执法队 党政办 农业服务中心 文化站"
)
_BRANDS = "磐石 鼎泰 金穗 鸿运 四季 嘉和 晨曦 凯旋 宝丰 永昌 振华 兴隆 益民 利达 华美 盛源 众诚 铭扬 卓越 飞龙 恒瑞 天佑 瑞丰 聚鑫 祥云"
_TRADES = "食品 置业 新材料 电子科技 物流 机械制造 环保科技 生物科技 建筑工程 商贸 服饰 印刷 智能装备 农牧 医疗器械 文化传媒 软件 家居 化工 汽车销售"
_WORKS = "产业园 生产基地 研发中心 物流园 商业中心 会展中心 标准化厂房 科技园 智造园 冷链物流基地 创意园 总部大厦"
_BUREAUS = "水务 林业 体育 档案 粮食 园林 气象 地震 供销 农机 畜牧 旅游 文物 房管"


def composed_rows(seed: int = 7) -> dict[str, list[Row]]:
    """The bulk of the register, by kind: none of its names is like one of the gold's."""
    chance = random.Random(seed)
    gold = {kind: gold_of(kind) for kind in KINDS}
    taken = {row.name for row in gold["officials"].rows} | {one.name for one in gold["officials"].printed}
    names = [s + a + b for s in _SURNAMES for a in _GIVEN[::5] for b in _GIVEN[2::3] if s + a + b not in taken]
    chance.shuffle(names)
    towns = _TOWNS.split()
    bureaus = [f"区{trade}服务中心" for trade in _BUREAUS.split()]
    posts = [f"{town}镇{post}" for town in towns for post in ("党委书记", "镇长", "副镇长", "人大主席", "党委委员")]
    posts += [f"{bureau}{post}" for bureau in bureaus for post in ("主任", "副主任", "党组成员")]
    officials = [Row(f"#{n}", name, (posts[n % len(posts)],)) for n, name in enumerate(names[:1250])]
    units = [f"{town}镇人民政府" for town in towns] + bureaus
    units += [f"{town}镇{station}" for town in towns for station in _STATIONS.split()]
    units += [
        f"{town}{kind}{what}"
        for town in towns
        for kind in ("东", "西", "南", "北")
        for what in ("村委会", "社区居委会")
    ]
    firms = [
        (f"{place}{brand}{trade}有限公司", f"{brand}{trade}")
        for n, brand in enumerate(_BRANDS.split())
        for m, trade in enumerate(_TRADES.split())
        for place in [("河南", "云州", "云州市", "青禾区", "郑州")[(n + m) % 5]]
    ]
    firms += [(f"河南{brand}{trade}集团有限公司", "") for brand in _BRANDS.split() for trade in _TRADES.split()[:14]]
    works = [
        f"{brand}{work}{phase}"
        for brand in _BRANDS.split()
        for work in _WORKS.split()
        for phase in ("", "二期项目")[: 1 + len(brand + work) % 2]
    ]
    return {
        "officials": officials,
        "organizations": [Row(f"#{n}", name) for n, name in enumerate(units)],
        "enterprises": [Row(f"#{n}", name) for n, (name, _) in enumerate(firms)],
        "projects": [Row(f"#{n}", name) for n, name in enumerate(works)],
    }


def composed_prints(rows: dict[str, list[Row]], number: int, seed: int = 8) -> dict[str, list[Printed]]:
    """`number` printed names of each kind, drawn from the bulk as they stand or with what news adds to them."""
    chance = random.Random(seed)
    heading = "按种子生成"
    found = {}
    for kind, of_kind in rows.items():
        prints = []
        for row in chance.sample(of_kind, min(number, len(of_kind))):
            if kind == "officials":
                title = chance.choice(["区领导", "", row.others[0], f"青禾区{row.others[0].removeprefix('区')}"])
                name = chance.choice([row.name, f"{row.name[0]} {row.name[1:]}"])
                prints.append(Printed(name, title, row.key, heading))
            elif kind == "organizations":
                name = "青禾" + row.name if row.name.startswith("区") else chance.choice(["", "青禾区"]) + row.name
                prints.append(Printed(name, "", row.key, heading))
            elif kind == "enterprises":
                name = chance.choice([row.name, row.name.replace("有限公司", "有限责任公司")])
                prints.append(Printed(name, "", row.key, heading))
            else:
                prints.append(
                    Printed(chance.choice([row.name, f"“{row.name}”", f"青禾区{row.name}"]), "", row.key, heading)
                )
        found[kind] = prints
    return found


# --- the register in a database

_MODELS = {
    "organizations": (Organization, OrganizationAlias, "organization"),
    "enterprises": (Enterprise, EnterpriseAlias, "enterprise"),
    "projects": (Project, ProjectAlias, "project"),
}

_MATCHERS = {
    "organizations": match_organizations,
    "enterprises": match_enterprises,
    "projects": match_projects,
}


@dataclass
class Register:
    """The composed register in the database: its district, and which row each key is."""

    district: District
    keys: dict[str, dict[str, int]]

    @property
    def size(self) -> int:
        return sum(map(len, self.keys.values()))

    def rows(self, kind: str) -> list[tuple[object, list[str]]]:
        """The rows of a kind with all their names."""
        if kind == "officials":
            return [(row, [row.name]) for row in Official.objects.filter(district=self.district)]
        rows = _MODELS[kind][0].objects.filter(district=self.district).prefetch_related("aliases")
        return [(row, [row.name, *(alias.name for alias in row.aliases.all())]) for row in rows]


def build_register(bulk: dict[str, list[Row]] | None = None) -> Register:
    """Write the gold's register, and `bulk` around it, into an empty database."""
    province = District.objects.create(code="9900", name="河南省", level=DistrictLevel.PROVINCE)
    city = District.objects.create(code="990100", name="云州市", level=DistrictLevel.CITY, parent=province)
    district = District.objects.create(code="990101", name="青禾区", level=DistrictLevel.COUNTY, parent=city)
    keys = {}
    for kind in KINDS:
        rows = gold_of(kind).rows + (bulk or {}).get(kind, [])
        if kind == "officials":
            made = Official.objects.bulk_create(Official(district=district, name=row.name) for row in rows)
            today = datetime.date(2024, 5, 1)
            Post.objects.bulk_create(
                Post(
                    official=official,
                    title=title.removeprefix(LEFT),
                    end_date=today if title.startswith(LEFT) else None,
                    first_seen_date=today,
                    last_seen_date=today,
                )
                for official, row in zip(made, rows, strict=True)
                for title in row.others
            )
        else:
            model, alias, owner = _MODELS[kind]
            made = model.objects.bulk_create(model(district=district, name=row.name) for row in rows)
            alias.objects.bulk_create(
                alias(**{owner: one, "name": other})
                for one, row in zip(made, rows, strict=True)
                for other in row.others
            )
        keys[kind] = {row.key: one.pk for row, one in zip(rows, made, strict=True)}
    return Register(district, keys)


# --- the score


@dataclass
class Score:
    """How a matcher did: by name, what it must be and what was told."""

    wrong: list[tuple[Printed, str]] = field(
        default_factory=list
    )  # linked to another row than the right one, or at all
    missed: list[tuple[Printed, str]] = field(default_factory=list)  # unambiguous, and not linked
    mistold: list[tuple[Printed, str]] = field(default_factory=list)  # new told as ambiguous, or the other way round
    linked: int = 0
    unambiguous: int = 0
    printed: int = 0

    @property
    def share(self) -> float:
        return self.linked / self.unambiguous if self.unambiguous else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def score(printed: Iterable[Printed], matches: Iterable[Match], keys: dict[str, int]) -> Score:
    """What `matches`, one for each of `printed`, are worth; `keys` tells which row of the register each key is."""
    found = Score()
    for one, match in zip(printed, matches, strict=True):
        found.printed += 1
        right = keys.get(one.expected)
        found.unambiguous += right is not None
        if match.outcome is Outcome.MATCHED:
            if right is not None and match.row.pk == right:
                found.linked += 1
            else:
                found.wrong.append((one, match.row.name))
        elif right is not None:
            found.missed.append((one, match.reason))
        elif one.expected != UNLINKED and (match.outcome is Outcome.NEW) != (one.expected == NEW):
            found.mistold.append((one, match.reason))
    return found


def matched(kind: str, district: District, printed: list[Printed]) -> list[Match]:
    """What the register's matchers say of each printed name of a kind, asked in one call."""
    if kind == "officials":
        matches = match_officials(district, [(one.name, one.title) for one in printed])
        return [matches[one.name, one.title] for one in printed]
    matches = _MATCHERS[kind](district, [one.name for one in printed])
    return [matches[one.name] for one in printed]
