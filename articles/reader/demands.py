"""What enterprises ask for, and how it was handled as the text puts it.

Serves phenomenon 24. A matter is joined to the enterprise that 提出/咨询/反映 it; 现场办公 and 现场交办 are handling,
never a solution.
"""

import re

from .reading import Demand

_RAISED = re.compile(
    r"(?P<verb>提出的|咨询的|反映的|关心的|面临的|遇到的|存在的)(?P<what>[^，。；\n]{2,60}?)(?P<end>等?(?:诉求|需求|问题|困难|难题|事项|要求|请求)|(?=、[^，。；]{2,20}(?:提出的|咨询的|反映的)))"
)
_CLAIMED = re.compile(
    r"(?P<verb>提出|反映|表示|希望)(?!的)(?:了|，)?(?P<what>[^，。；\n]{4,40}?)(?:等)?(?P<end>诉求|难题|困难|瓶颈)"
)
_BEFORE = re.compile(
    r"^.*?(?:并|就|对于|对(?!接)|针对|围绕|解决(?:了)?|梳理了?|收集了?|听取了?|了解了?|帮助|现场)(?=[^的])"
)
_WHO_BAD = re.compile(
    r"^(?:群众|大家|与会|参会|代表|委员|居民|村民|会议|部门|各|他们|自己|农户|工作|督查|检查|网民|市民|业主|双方)|代表$|委员$|群众$|部门$|同志$|人员$"
)
_HANDLED = re.compile(
    r"现场进行了?协调|现场办公|现场交办|现场解答|现场协调|现场答复|现场解决|当场答复|当场解决|当场拍板|一一(?:解答|回应|答复)|逐一(?:解答|回应|答复|研究)|立即交办|限期(?:解决|办结)|转交[^，。；]{0,12}办理|专题研究|回应|解答|协调解决|交办"
)
_GENERIC = re.compile(
    r"^(?:的|有关|相关|各类|各种|一些|具体|实际|困难|问题|意见|建议|合理|主要|突出|共性|发展|生产经营|生产|经营|和|与|及|、|中|过程)*$"
)
_PERSON_ASK = re.compile("意见|建议")


def put(article) -> None:
    """Add the demands to the events they stand with, each with its enterprise and the words on its handling."""
    if not article.events:
        return
    text = article.text
    firms = [e.name for event in article.events for e in event.enterprises]
    for rule in (_RAISED, _CLAIMED):
        for raised in rule.finditer(text):
            _add(article, raised, firms)


def _add(article, raised: re.Match, firms: list[str]) -> None:
    text = article.text
    s, e = raised.span("what")
    start = raised.start()
    while start > max(0, raised.start() - 24) and text[start - 1] not in "，。；：、“”\n":
        start -= 1
    who = text[start : raised.start()]
    if raised["verb"] in ("提出", "反映", "表示", "希望") and not any(f in who for f in firms):
        return
    cut = _BEFORE.match(who)
    if cut and cut.end() < len(who):
        who, start = who[cut.end() :], start + cut.end()
    enterprise = next((f for f in sorted(firms, key=len, reverse=True) if f in who or who in f and len(who) >= 2), "")
    if not enterprise:
        enterprise = next((f for f in firms if len(who) >= 2 and (f.startswith(who) or who in f)), "")
    general = re.search("企业|公司|厂家|商户|经营主体|项目方", who) and not enterprise
    if not enterprise and not general:
        return
    if general and raised["verb"] not in ("提出的", "反映的", "咨询的", "提出", "反映"):
        return
    if _WHO_BAD.search(who) or _PERSON_ASK.search(raised["what"]) or article.in_speech(s) and not enterprise:
        return
    matter = re.sub(r"[等的]{1,9}+$", "", raised["what"])
    e = s + len(matter)
    if raised["end"] and not raised["end"].startswith("等") and raised["end"] in ("问题", "难题"):
        e = raised.end("end")
    if _GENERIC.match(text[s:e]) or _GENERIC.match(matter):
        return
    event = article.event_at(s)
    if event is None or any(d.evidence == (s, e) for d in event.demands):
        return
    sentence = article.sentences[article.sentence_of(s)]
    handled = _HANDLED.search(text, raised.end(), sentence[1])
    event.demands.append(
        Demand(
            enterprise, article.view.printed(s, e), (s, e), handled[0] if handled else "", 0.85 if enterprise else 0.6
        )
    )
