"""Readings of an invented page, in the form the reader writes, for tests that need no reader."""

TEXT = (
    "本报讯 6月3日上午,青禾区委书记林知远主持召开云帆数谷项目推进会。区领导苏见山参加。\n"
    "会议听取了云帆投控和区商务局等3家单位的汇报。\n"
    "林知远强调,要建好机制,权责分明。要每月一会。\n"
    "据了解,云帆数谷总投资12.5亿元。云帆投控提出办证慢的问题,现场办公。"
)


def span(part: str) -> list[int]:
    """[start, end) of the first place where `part` stands in TEXT."""
    start = TEXT.index(part)
    return [start, start + len(part)]


def content() -> dict:
    """One meeting with people, a unit, an enterprise, a project, a requirement, a demand, a figure and a count."""
    return {
        "title": "云帆数谷项目推进会",
        "deck": "",
        "reporters": [],
        "events": [
            {
                "kind": "meeting",
                "name": "云帆数谷项目推进会",
                "date": "2024-06-03",
                "end_date": None,
                "day_part": "上午",
                "date_note": "",
                "venue": None,
                "places": [],
                "evidence": span("6月3日上午,青禾区委书记林知远主持召开云帆数谷项目推进会。"),
                "people": [
                    {"name": "林知远", "role": "chair", "position": "青禾区委书记", "evidence": span("林知远")},
                    {"name": "苏见山", "role": "attend", "position": "区领导", "evidence": span("苏见山")},
                ],
                "organizations": [{"name": "区商务局", "role": "report", "evidence": span("区商务局")}],
                "enterprises": [{"name": "云帆投控", "role": "report", "evidence": span("云帆投控")}],
                "projects": [{"name": "云帆数谷", "manner": "discussed", "evidence": span("云帆数谷")}],
                "directives": [
                    {
                        "by": "林知远",
                        "by_kind": "person",
                        "number": 1,
                        "heading": "要建好机制,权责分明",
                        "text": "要建好机制,权责分明。要每月一会。",
                        "evidence": span("要建好机制,权责分明。要每月一会。"),
                        "parts": [{"text": "要每月一会。", "evidence": span("要每月一会。")}],
                    }
                ],
                "demands": [
                    {
                        "enterprise": "云帆投控",
                        "text": "办证慢",
                        "handling": "现场办公",
                        "evidence": span("云帆投控提出办证慢的问题"),
                    }
                ],
                "figures": [
                    {
                        "label": "总投资",
                        "value": 12.5,
                        "unit": "亿元",
                        "scope": "云帆数谷",
                        "year": None,
                        "period": None,
                        "as_of": None,
                        "bound": "",
                        "evidence": span("总投资12.5亿元"),
                    }
                ],
                "counts": [{"of": "units", "number": 3, "evidence": span("区商务局等3家单位")}],
            }
        ],
        "figures": [],
    }
