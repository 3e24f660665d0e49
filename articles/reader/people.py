"""Who is named: people with the titles that stand before or after them, lists that share one title, later mentions.

Serves phenomena 1-10, 28-31, 40-45, 48: a title's list is followed as far as its separators go, a shared title at
the end of a list (甲、乙等县领导) is given to every name, surname-plus-title is the person named earlier.
"""

import re
from dataclasses import dataclass

from .bounds import is_everyday, is_region
from .lexicon import NameIndex, characters, common_words, regex, words
from .names import WEAK_SURNAMES, boundary, looks_like_name, name_end, unknown_surname, unlisted_surname
from .reading import Span
from .titles import Title, is_group, titles_in

_SEPARATOR = re.compile(r"(?:同志)?(?:、?(?:[、和与及]|以及)|，(?=[一-龥]{2,3}[、，。]))")
_SHARED_END = re.compile(r"(?:等|[两三四五六七八九十\d]{1,2}[位名])(?=[^，。；、等]{0,24}$)")
_ORG_END = re.compile(
    r"(?:局|公司|委|(?<![场承主举协督包开])办|院|厅|中心|集团|村|社区|大学|学院|合作社|银行|支行|分行|商会|协会)(?=[一-龥])"
)
_TELLS = re.compile("率|带领|听取|参加|出席|汇报|介绍|发言|陪同|表示|交流")
_STRONG = re.compile(
    r"(?:等|分别|先后|一同|共同)?(?:主持召开|主持|出席|参加|陪同|强调|指出|带队|率队|调研|到会|参会|致辞|会见|宣布|一行|带领|率领|列席)"
)
_CLAUSE_START = re.compile(r"(?:^|[\n。，；：])(?:会上|会前|当天|随后|其间|期间)?(?=[一-龥])")
_NATIONAL = re.compile("总书记|国家主席|国务院总理")
_OF_UNIT = re.compile("(?:局|府|处|厅|科|部|院|办|委|中心|公司|集团|大学|站|所|队|协会|学会|商会)([一-龥]{2,3})$")
_LONGEST_NAME = 14
_CONCURRENT = re.compile("（(?:兼|正?[部厅处科]级)）")
_NAME_BEFORE = re.compile(r"(?:常务|代理|代)$")
_PLACE_END = frozenset("省市区县州镇乡村委局办会院部处科旗盟团厂司队组室")
_PLACE_HEADS = frozenset(words("heads_of_places"))
_AFTER_NAME = frozenset(words("titles_after_name"))


_POSTS = frozenset(words("title_heads"))
_NO_NAMES_END = _PLACE_END | frozenset("等会社网馆路街园楼校店业品")
_ALL_SURNAMES = characters("surnames")
_OF_MANY = frozenset(words("titles_of_many"))


@dataclass(slots=True)
class Mention:
    """One place where a person is named; `lead` is where the title before the name begins."""

    start: int
    end: int
    name: str
    title: Title | None = None
    position: Span | None = None
    lead: int = 0
    tail: int = 0
    confidence: float = 0.9
    reference: bool = False  # surname plus title, or a mere repetition of the name


def find_people(text: str, known_people: frozenset[str] = frozenset()) -> list[Mention]:
    """Every mention of a person in the clean text, in order and not overlapping; `known_people` are names held already."""
    titles = titles_in(text)
    first = _titled(text, titles, known_people)
    known = {m.name for m in first if m.confidence >= 0.85}
    mentions = _titled(text, titles, frozenset(known) | known_people)
    mentions += _shared_titles(text, titles, mentions)
    mentions += _name_before_title(text, titles, mentions)
    mentions += _unit_members(text, mentions)
    mentions += _untitled_subjects(text, mentions)
    mentions = _without_overlap(mentions)
    mentions += _repetitions(text, mentions)
    mentions += _surname_references(text, titles, mentions)
    return _without_overlap(mentions)


def _follow_list(text: str, at: int, known: frozenset[str], titled: bool = True) -> list[tuple[int, int, float]]:
    """Names that continue a list at `at`, each after a separator, with a sure boundary."""
    found = []
    while True:
        separator = _SEPARATOR.match(text, at)
        if not separator:
            return found
        start = separator.end()
        end, sure = name_end(text, start, known, titled=False)
        if (
            not end
            and titled
            and separator[0] == "、"
            and text[start : start + 1] in _ALL_SURNAMES
            and boundary(text, start + 2) >= 2
        ):
            end, sure = start + 2, 0.85  # a name that reads as a word (温暖), in a list of names
        if not end and titled and separator[0] == "、":
            end, sure = unknown_surname(text, start), 0.85
        if not end or sure < 0.85:
            if not titled or separator[0] != "、":
                return found
            end, sure = name_end(text, start, known)
            if (not end or sure < 0.85) and titled:
                end, sure = _odd_name(text, start), 0.85
            if not end or sure < 0.85:
                return found
        found.append((start, end, sure))
        at = end


def _odd_name(text: str, start: int) -> int:
    """The end of what can only be a name (宝音满都呼, 义洁), standing in a list before a further name; else 0."""
    item = regex("([一-龥]{2,6})、").match(text, start)
    if not item or not _may_be_odd(item[1]):
        return 0
    end, sure = name_end(text, item.end())
    return item.end(1) if end and sure >= 0.85 else 0


def _may_be_odd(word: str) -> bool:
    return (
        2 <= len(word) <= 6
        and not is_everyday(word)
        and word[-1] not in _NO_NAMES_END
        and not any(word[n : n + 2] in _POSTS for n in range(len(word) - 1))
    )


def _titled(text: str, titles: list[Title], known: frozenset[str]) -> list[Mention]:
    found: list[Mention] = []
    for title in titles:
        at = title.end
        if title.head - title.start <= _LONGEST_NAME and text[title.start : title.head] in known:
            continue  # 某某主委向…: the title stands after its name
        if text.startswith("同志", at):
            at += 2
        elif concurrent := _CONCURRENT.match(text, at):
            at = concurrent.end()
        end, sure = name_end(text, at, known, plain=text[title.head : title.end] in _OF_MANY)
        if not end and text[title.head : title.end] not in _OF_MANY:
            end, sure = unlisted_surname(text, at), 0.75
        if not end:
            continue
        if _NATIONAL.search(text, title.head, title.end):
            continue
        if text[title.head : title.end] == "代表" and (is_region(text[at:end]) or text[end - 1] in "省市区县"):
            continue  # 致辞中代表某市提出
        position = (title.start, title.end)
        found.append(Mention(at, end, text[at:end], title, position, title.start, end, sure))
        for s, e, c in _follow_list(text, end, known):
            if any(t.start <= s < t.end and t.end > e for t in titles):
                break
            found.append(Mention(s, e, text[s:e], title, position, s, e, min(c, 0.93)))
    return found


def _shared_titles(text: str, titles: list[Title], have: list[Mention]) -> list[Mention]:
    """甲、乙、丙等县领导: the title at the end is each one's (phenomenon 44)."""
    found: list[Mention] = []
    taken = {m.start: m for m in have}
    for title in titles:
        if not is_group(text[title.head : title.end]) and title.head - title.start < 3:
            continue
        low = max(0, title.head - 240)
        floor = max(low - 1, *(text.rfind(c, low, title.head) for c in "。；\n"))
        joint = _SHARED_END.search(text, max(floor + 1, title.head - 26), title.head)
        if not joint:
            continue
        names: list[tuple[int, int]] = []
        end = joint.start()
        while True:
            for size in (3, 2, 4):
                start = end - size
                if (
                    start > floor
                    and looks_like_name(text[start:end])
                    and text[start - 1 : start] in ("、", "，", "\n", "。", "：", "", "由", "在")
                ):
                    break
            else:
                start = text.rfind("、", floor + 1, end) + 1
                before = text[text.rfind("、", floor + 1, start - 1) + 1 : start - 1] if start else ""
                if not start or not _may_be_odd(text[start:end]) or not looks_like_name(before):
                    break
            names.append((start, end))
            if text[start - 1 : start] != "、":
                break
            end = start - 1
        if len(names) < 2 and not (names and names[0][0] in taken):
            continue
        position = (joint.end(), title.end)
        for s, e in reversed(names):
            if s in taken:
                continue
            found.append(Mention(s, e, text[s:e], title, position, s, e, 0.9))
    return found


def _name_before_title(text: str, titles: list[Title], have: list[Mention]) -> list[Mention]:
    """邓某区长主持, 张某主任汇报 (phenomenon 7)."""
    starts = {m.start for m in have}
    ends = {m.end for m in have}
    known = {m.name for m in have}
    found = []
    for title in titles:
        start = title.head
        floor = max(title.start, title.head - 24)
        while start > floor and text[start - 1] not in "、兼":
            start -= 1
        segment = text[start : title.head]
        stripped = _NAME_BEFORE.sub("", segment)
        member = _OF_UNIT.search(stripped)
        if member:  # 市委宣传部某某某副部长: the title joins the unit before the name
            start += member.start(1)
            stripped = member[1]
        if (
            title.end in starts
            or not looks_like_name(stripped)
            or start in starts
            or start + len(stripped) in ends
            and stripped not in known
        ):
            continue
        head = text[start + len(stripped) : title.end]
        if stripped[-1] in _PLACE_END or _NATIONAL.search(head):
            continue
        if stripped not in known:
            if stripped in common_words():
                continue  # 海外院士
            if boundary(text, title.end) < 1 or len(stripped) == 2 and head in _PLACE_HEADS and is_region(stripped):
                continue
            if head not in _AFTER_NAME:
                continue
        end = start + len(stripped)
        position = (title.start, title.end) if member and title.start < start else (end, title.end)
        found.append(Mention(start, end, stripped, title, position, min(start, position[0]), title.end, 0.85))
    return found


def _unit_members(text: str, have: list[Mention]) -> list[Mention]:
    """率市环保局甲、乙、市供水公司丙: an organisation before a name is not a title (phenomenon 48)."""
    starts = {m.start for m in have}
    by_sentence: dict[int, list[Mention]] = {}
    for unit in _ORG_END.finditer(text):
        at = unit.end()
        if at in starts or text[at] not in _ALL_SURNAMES:
            continue
        end, sure = name_end(text, at, titled=False)
        if not end and text[at] in WEAK_SURNAMES and boundary(text, at + 3) == 3 and text[at : at + 3].isalpha():
            end, sure = at + 3, 0.85
        if not end or boundary(text, end) < 2 or text[end - 2 : end] in common_words():
            continue
        floor = max(max(0, at - 240) - 1, *(text.rfind(c, max(0, at - 240), at) for c in "。；\n"))
        stop = min(
            (i for i in (text.find("。", at, at + 240), text.find("\n", at, at + 240)) if i >= 0),
            default=min(len(text), at + 240),
        )
        if not _TELLS.search(text, floor + 1, stop):
            continue
        names = [(at, end, sure), *_follow_list(text, end, frozenset(), titled=False)]
        by_sentence.setdefault(floor, []).extend(Mention(s, e, text[s:e], None, None, s, e, 0.65) for s, e, _ in names)
    found: list[Mention] = []
    for members in by_sentence.values():
        # One alone may be a word (局长 of 某局长期); two of them, or one who speaks, are people.
        if len(members) > 1 or _SPEAKS.match(text, members[0].end):
            found += members
    return found


_SPEAKS = re.compile("(?:作?汇报|介绍|发言|表示|告诉|说)")


def _untitled_subjects(text: str, have: list[Mention]) -> list[Mention]:
    """甲、乙出席会议: names without any title, at the head of a clause and before a sure verb."""
    taken = {at for m in have for at in range(m.lead, m.end)}
    found: list[Mention] = []
    surnames = characters("surnames")
    for clause in _CLAUSE_START.finditer(text):
        at = clause.end()
        if text[at] not in surnames or at in taken:
            continue
        end, sure = name_end(text, at, titled=False)
        if not end or sure < 0.85:
            continue
        names = [(at, end, sure), *_follow_list(text, end, frozenset(), titled=False)]
        last = names[-1][1]
        if not _STRONG.match(text, last):
            continue
        if (
            len(names) == 1
            and end - at == 2
            and not regex("主持|强调|指出|带队|率队|一行").match(text[last : last + 2])
        ):
            continue
        found.extend(
            Mention(s, e, text[s:e], None, None, s, e, 0.7) for s, e, _ in names if text[s + 1 : e] not in _POSTS
        )
    return found


def _repetitions(text: str, have: list[Mention]) -> list[Mention]:
    names = {m.name: m for m in have}
    if not names:
        return []
    spans = sorted((m.lead, m.end) for m in have)
    found = []
    i = 0
    for start, end in NameIndex(names).find(text):
        while i < len(spans) and spans[i][1] <= start:
            i += 1
        if i < len(spans) and spans[i][0] < end and spans[i][1] > start:
            continue
        name = text[start:end]
        after = text[end : end + 1]
        longer = text[start : end + 1]
        if (
            len(name) == 2
            and after
            and boundary(text, end) == 0
            and boundary(text, end + 1) >= 2
            and looks_like_name(longer)
        ):
            continue
        found.append(Mention(start, end, name, None, None, start, end, 0.9, True))
    return found


def _surname_references(text: str, titles: list[Title], have: list[Mention]) -> list[Mention]:
    """马书记一行, 叶区长要求: the one person of that surname named in the article (phenomenon 6)."""
    by_surname: dict[str, set[str]] = {}
    for m in have:
        by_surname.setdefault(m.name[0], set()).add(m.name)
    starts = {m.start for m in have}
    found = []
    for title in titles:
        head = title.head
        for size in (1, 3):
            at = head - size
            if (
                at >= 0
                and text[at] in by_surname
                and len(by_surname[text[at]]) == 1
                and at not in starts
                and title.end not in starts
            ):
                if size == 3 and text[at + 1 : head] != "常务":
                    continue
                if at < title.start or (at > title.start and text[at - 1] not in "、"):
                    continue
                name = next(iter(by_surname[text[at]]))
                found.append(Mention(at, title.end, name, None, None, at, title.end, 0.8, True))
                break
    return found


def _without_overlap(mentions: list[Mention]) -> list[Mention]:
    ordered = sorted(mentions, key=lambda m: (m.start, m.end - m.start))
    kept: list[Mention] = []
    for m in ordered:
        if kept and m.start < kept[-1].end:
            if m.confidence > kept[-1].confidence and not m.reference:
                kept[-1] = m
            continue
        kept.append(m)
    return kept


def best_positions(text: str, mentions: list[Mention]) -> dict[str, Span]:
    """For each name the position to print: the first own title, a fuller one that holds it, a shared one last."""
    best: dict[str, tuple[int, Span]] = {}
    for m in mentions:
        if m.position is None or m.position[0] >= m.position[1]:
            continue
        s, e = m.position
        printed = text[s:e]
        rank = 0 if is_group(printed) and not printed.startswith("负责") else 2
        if rank == 2 and m.tail > m.end:
            rank = 1
        old = best.get(m.name)
        if (
            old is None
            or rank > old[0]
            or (rank == old[0] and e - s > old[1][1] - old[1][0] and text[old[1][0] : old[1][1]] in printed)
        ):
            best[m.name] = (rank, (s, e))
    return {name: span for name, (_, span) in best.items()}
