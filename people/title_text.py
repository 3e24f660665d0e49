"""Titles as printed: which of them name a post, and the body they name."""

import re

# 区领导, 市领导, 有关负责同志: says that somebody is one of the leaders, not which office he holds.
_GENERIC = re.compile(
    r"(?:[省市区县州盟旗镇乡]|开发区|高新区|经开区|新区|园区)?(?:主要|有关|相关|分管)?(?:领导|负责人|负责同志|领导同志)"
)
_ENTERPRISE_HEAD = re.compile(r"(?:董事长|总经理|总裁|董事|监事|厂长|经理|首席执行官|创始人|合伙人|CEO|总工程师)$")
_COMPANY = re.compile(r"公司|集团|企业|银行|控股|投控|股份|厂|酒店|商场|基金")
# A body below the leading ones: a department, a town, a street, a park, a company.
_DEPARTMENT = re.compile(
    r"[一-龥]{0,12}?(?:局|办公室|委员会|办事处|街道|管委会|部|院|中心|集团|公司|[一-龥](?:镇|乡)|联合会|工商联|法院|检察院)"
)
_LEADING = re.compile(
    r"(?:[省市区县州盟旗]|自治区)?(?:委常委|委副书记|委书记|政府|人大|政协|纪委|监委|长$|副[省市区县州]长)"
)


def names_no_post(title: str) -> bool:
    """Whether a printed title says no office: empty, or a group title such as 区领导."""
    return not title or _GENERIC.fullmatch(title) is not None


def is_enterprise_title(title: str) -> bool:
    """Whether a printed title is one held in a company (董事长, …公司总经理), not an office."""
    return bool(_ENTERPRISE_HEAD.search(title)) or bool(_COMPANY.search(title))


def post_title(title: str, district_name: str) -> str:
    """A printed title without the name of its own district: 二七区委书记 in 二七区 → 区委书记."""
    short = district_name[:-1]
    if short and title.startswith(short) and title[len(short) : len(short) + 1] == district_name[-1]:
        title = title[len(short) :]
        doubled = district_name[-1] * 2
        return title[1:] if title.startswith(doubled) else title
    return title


def departments_of(title: str) -> frozenset[str]:
    """The departments, towns or companies a title names; leading bodies (区委, 区政府, 人大, 政协) are none.

    Two titles that name different ones at one time contradict each other; 区领导 contradicts nothing.
    """
    found = set()
    for part in re.split(r"[、,，兼]", title):
        match = _DEPARTMENT.match(part)
        if match and not _LEADING.match(part):
            found.add(match[0])
    return frozenset(found)
