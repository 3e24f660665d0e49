"""Names of divisions found in a text: the longest at a place, a text of nothing else, a chain that denotes one."""

import pytest

from articles.reader.regions import consists_of_regions, denoted, former, longest_at, named


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("二七区委书记", 0, "二七区"),
        ("二七新区", 0, "二七"),
        ("到聊城市冠县调研", 1, "聊城市"),
        ("到聊城市冠县调研", 4, "冠县"),
        ("湘西土家族苗族自治州州长", 0, "湘西土家族苗族自治州"),
        ("湘西州州长", 0, "湘西"),
        ("淮河路街道办事处", 0, "淮河路街道"),
        ("襄樊市市长", 0, "襄樊市"),
        ("襄樊市长", 0, "襄樊市"),
        ("襄樊人", 0, "襄樊"),
        ("公园里", 0, None),
        ("青禾县", 0, None),
        ("冠", 0, None),
        ("冠县", 2, None),
        ("", 0, None),
    ],
)
def test_the_longest_name_at_a_place_is_found(text, at, expected):
    assert longest_at(text, at) == expected


def test_short_forms_can_be_left_out():
    assert longest_at("和平发展", short_forms=True) == "和平"
    assert longest_at("和平发展", short_forms=False) is None
    assert longest_at("襄樊人", short_forms=False) is None
    assert longest_at("襄樊市人", short_forms=False) == "襄樊市"


def test_the_longest_name_is_the_one_a_plain_search_finds():
    text = "湘西土家族苗族自治州吉首市乾州街道、河南省郑州市二七区淮河路街道、襄樊市襄阳区、内蒙古锡林郭勒盟正蓝旗和平镇市中区"
    for at in range(len(text)):
        known = [text[at:end] for end in range(at + 1, len(text) + 1) if named(text[at:end])]
        known += [
            text[at:end]
            for end in range(at + 1, len(text) + 1)
            if any(was.name == text[at:end] for was in former(text[at:end]))
        ]
        if known:
            assert longest_at(text, at) == max(known, key=len)


@pytest.mark.parametrize(
    "text", ["贵州安顺", "河南省郑州市二七区", "郑州洛阳", "安顺贵州", "湖南省长沙市宁乡县", "东莞石龙镇", "云南思茅"]
)
def test_a_text_of_names_only_consists_of_regions(text):
    assert consists_of_regions(text)
    assert not consists_of_regions(text + "的")
    assert not consists_of_regions("在" + text)


@pytest.mark.parametrize("text", ["", "公园", "青禾县", "贵州安顺人", "贵州、安顺"])
def test_other_text_does_not_consist_of_regions(text):
    assert not consists_of_regions(text)


def test_the_longest_name_gives_way_where_the_text_comes_out_even_without_it():
    assert longest_at("内江市中区") == "内江市"
    assert consists_of_regions("内江市中区")
    assert [each.parent.name for each in denoted("内江市中区")] == ["内江市"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("河南省郑州市二七区", ["410103"]),
        ("河南二七区", ["410103"]),
        ("贵州安顺", ["5204"]),
        ("吉林吉林", ["2202"]),
        ("河南朝阳", []),
        ("辽宁朝阳", ["2113", "211321"]),
        ("山东聊城冠县", ["371525"]),
        ("湖南省长沙市宁乡县", ["430182"]),
        ("云南思茅", ["5308", "530802"]),
        ("广东省东莞市石龙镇", ["441900102"]),
        ("郑州洛阳", []),
        ("二七区河南省", []),
        ("公园", []),
        ("河南省的", []),
        ("", []),
    ],
)
def test_a_chain_of_names_denotes_what_lies_in_all_before(text, expected):
    assert [each.code for each in denoted(text)] == expected
