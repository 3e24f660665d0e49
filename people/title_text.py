"""Titles as printed: which of them name a post, and how the register writes it."""

import re

# 区领导, 市领导, 有关负责同志: says that somebody is one of the leaders, not which office he holds.
_GENERIC = re.compile(
    r"(?:主要|有关|相关|分管|部分|其他)?(?:[省市区县州盟旗镇乡]|开发区|高新区|经开区|新区|园区)?(?:主要|有关|相关|分管)?(?:领导|负责人|负责同志|领导同志)"
)
_ENTERPRISE_HEAD = re.compile(r"(?:董事长|总经理|总裁|董事|监事|厂长|经理|首席执行官|创始人|合伙人|CEO|总工程师)$")
_COMPANY = re.compile(r"公司|集团|企业|银行|控股|投控|股份|厂|酒店|商场|基金")


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
