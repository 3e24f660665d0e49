"""Where a person's name ends.

A surname and one or two characters, decided by what stands to the right (phenomena 2, 29, 45): a verb or a mark of
the genre, agreement with the same name elsewhere in the document, and last the usual length.
"""

import re

from .bounds import outside_words
from .lexicon import alternation, characters, common_words, words

_SURNAMES = characters("surnames")
_COMPOUND = frozenset(words("compound_surnames"))
_STOP = frozenset(words("not_names"))
# Verbs, adverbs and the like: no name even where only a name can stand.
_NEVER_A_NAME = frozenset(words("outside_names")) | frozenset(words("imperatives")) | frozenset(words("after_name"))
WEAK_SURNAMES = characters("weak_surnames")
_NEVER_GIVEN = frozenset("的了是在与及到被把从说也就都们这那吗呢吧着过，。、；：！？（）“”《》\n和〇")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
# The dot may be damaged to a question mark in print.
_ETHNIC = re.compile(r"[\u4e00-\u9fff]{1,6}[·？][\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})?")
_AFTER = re.compile(
    alternation([w for w in (*words("after_name"), *words("outside_names")) if len(w) > 1])
    + "|[说道称讲](?=[，。：；])|等(?=[。，；])|(?:" + alternation([w for w in words("after_name") if len(w) == 1]) + ")(?=[\u4e00-\u9fff“《‘0-9])"
)  # fmt: skip
# Names of Tibetan, Mongolian and Yi given-name parts, printed without a dot (phenomenon 29).
_ELEMENTS = re.compile(f"(?:{alternation(words('name_elements'))}){{1,3}}[加太杰毛措吉花图夫苏拉娜根]?")
_GIVES = re.compile(
    "作(?:了)?(?:《[^》]{1,40}》的?)?[^，。；、]{0,14}?(?:报告|发言|汇报|讲话|通报|介绍|说明|部署|动员|点评|讲解|推介)"
)
_MARKS = frozenset("，。、；：！？（）“”《》\n·—…/〔【[ (")
_NOT_LAST_OF_FOUR = frozenset("等说道到在也还都就又率赴来向对将与和及同为以从")
# Adverbs that end Yi and Tibetan names of four characters as well.
_ENDS_FOUR = frozenset("则才")
# Characters of bodies and posts, that stand in no name.
_NOT_IN_NAMES = frozenset("局委办厅")
# The same for a surname that no list has, where nothing but the place says that a name stands there.
_NO_NAME = frozenset("为以将把使令让局委办院会部镇乡县区市处科司厅站所组队公司等的和及与们长记员任席表同人村社群众街道")
_COUNTS_OR_POINTS = frozenset("一二三四五六七八九十百千万两几半每各某全多少不没无有是这那")
# Characters that end a two-character name when nothing else decides.
_LIKELY_VERB = frozenset("到说在对率指强先参主出等要也还就将被把向从来赴认听带深会受提分作做让请去是以亲仔详当已")


# Prepositions after a name; hardly a name ends in one of them.
_NEVER_LAST = frozenset("向对在到与及率从把将就等带赴以")


def boundary(text: str, at: int) -> int:
    """How surely a name ends at `at`: 3 at a mark or the end, 2 before a word, 1 before a single character, 0 not."""
    if at >= len(text) or text[at] in _MARKS:
        return 3
    found = _AFTER.match(text, at)
    if not found:
        return 0
    return 2 if found.end() - at > 1 else 1


def name_end(
    text: str, at: int, known: frozenset[str] | set[str] = frozenset(), titled: bool = True, plain: bool = False
) -> tuple[int, float]:
    """(end, confidence) of the name that begins at `at`, or (0, 0.0) when none does.

    `known` are names the document holds elsewhere. Without `titled` (no title before it) the boundary must be sure and
    a surname that is mostly another word is refused; so it is after a `plain` title, one that many bear (村民, 干部).
    """
    if at + 1 >= len(text):
        return 0, 0.0
    ahead = text[at + 1 : at + 7]
    if "·" in ahead or titled and "？" in ahead:
        ethnic = _ETHNIC.match(text, at)
        end, sure = _ethnic_end(text, at, ethnic) if ethnic else (0, 0.0)
        if ethnic and ("·" in ethnic[0] or sure > 0.9 and _is_damaged_dot(text[at:end])):
            return end, sure
    parts = _ELEMENTS.match(text, at)
    if parts and boundary(text, parts.end()) >= (1 if parts.end() - at > 2 else 2):
        return parts.end(), 0.9
    pair = text[at : at + 2]
    if _tells_manner(text[at : at + 3]):
        return 0, 0.0
    if pair in _COMPOUND:
        base = 2
    elif text[at] in _SURNAMES:
        base = 1
    else:
        return 0, 0.0
    short, long = at + base + 1, at + base + 2
    if long <= len(text) and text[at:long] in known:
        return long, 0.95
    if text[at:short] in known and (boundary(text, short) or boundary(text, long) < 3):
        return short, 0.95
    if base == 1 and (pair in _STOP or pair in outside_words()):
        return _word_as_name(text, at, long) if titled and not plain else (0, 0.0)
    if (not titled or plain) and base == 1 and text[at] in WEAK_SURNAMES:
        return 0, 0.0
    if short > len(text) or not _HAN.match(text, short - 1):
        return 0, 0.0
    if text[short - 1] in _NEVER_GIVEN:
        return _name_with_and(text, short) if titled and text[short - 1] == "和" else (0, 0.0)
    end, sure = _by_boundary(text, base, short, long, titled and not plain)
    return (0, 0.0) if _NOT_IN_NAMES & set(text[at:end]) else (end, sure)


def _by_boundary(text: str, base: int, short: int, long: int, titled: bool) -> tuple[int, float]:
    """Which of the two ends the text after them makes likelier, and how surely; (0, 0.0) for neither."""
    if text[short : short + 1] == "和" and boundary(text, long) and text[long : long + 1] not in _SURNAMES and titled:
        return long, 0.8  # 部长某东和说
    if text[short : short + 1] == "作" and _GIVES.match(text, short):
        return short, 0.9  # 局长某某作工作报告
    fits_long = long <= len(text) and text[long - 1] not in _NEVER_GIVEN and bool(_HAN.match(text, long - 1))
    sure_short = boundary(text, short)
    sure_long = boundary(text, long) if fits_long else 0
    if sure_short and text[short] in "说称讲" and text[short + 1 : short + 2] in ("，", "："):
        return short, 0.9
    if sure_short or sure_long:
        if sure_short >= 2 and sure_long < 3:
            return short, 0.95
        if sure_short == 1 and text[short] in _NEVER_LAST and (sure_long < 3 or text[long] in "“《"):
            return short, 0.93
        if sure_short == 3:
            return short, 0.98
        if (
            sure_long == 1
            and text[long] in _ENDS_FOUR
            and boundary(text, long + 1) >= 2
            and _fits_four(text[short - base - 1 : long + 1])
        ):
            return long + 1, 0.75  # 州长某某某则主持
        if sure_long > sure_short or (sure_short == 1 and sure_long == 1 and text[short] not in _LIKELY_VERB):
            return long, 0.97 if sure_long > 1 else 0.9
        if sure_short >= 2:
            return short, 0.9
        return short, 0.85
    if not titled:
        return 0, 0.0
    at = short - base - 1
    if fits_long and boundary(text, long + 1) >= 2 and _fits_four(text[at : long + 1]):
        return long + 1, 0.75  # 泽朗俄热主持: a name of four characters
    if base == 2:
        return (long, 0.6) if fits_long else (short, 0.6)
    if not fits_long or text[short] in _LIKELY_VERB:
        return short, 0.6
    return (0, 0.0) if text[long : long + 1] == "们" else (long, 0.55)


def _fits_four(name: str) -> bool:
    return (
        name[-1] not in _NOT_LAST_OF_FOUR
        and all(_HAN.match(char) for char in name)
        and not any(name[n : n + 2] in common_words() for n in range(3))
    )


def _name_with_and(text: str, short: int) -> tuple[int, float]:
    """曹和家、, 雍和参加: 和 stands in a name only where no other name can begin after it."""
    if boundary(text, short) == 2:
        return short, 0.8
    sure = boundary(text, short + 1)
    return (short + 1, 0.85) if sure == 3 or sure == 2 and text[short] not in _SURNAMES else (0, 0.0)


def _word_as_name(text: str, at: int, long: int) -> tuple[int, float]:
    """The end of a name that reads as a word (边疆, 年华) or begins as one (尚可为): only where what follows is sure, and never a verb."""
    end = at + 2
    if _NOT_IN_NAMES & set(text[at:end]):
        return 0, 0.0
    if boundary(text, end) == 3:
        fits = text[at:end] not in _NEVER_A_NAME and text[end - 1] not in _NEVER_GIVEN
        return (end, 0.8) if fits else (0, 0.0)
    if (
        long <= len(text)
        and boundary(text, long) >= 2
        and _HAN.match(text, long - 1)
        and text[long - 1] not in _NEVER_GIVEN
    ):
        whole = text[at:long]
        if whole not in common_words() and text[long - 2 : long] not in _NEVER_A_NAME and text[at:end] not in _STOP:
            return long, 0.8
    return 0, 0.0


def _is_damaged_dot(name: str) -> bool:
    """Whether a question mark in a name stands for its dot: no everyday word around it."""
    first, _, last = name.partition("？")
    return (
        2 <= len(first) <= 4
        and 2 <= len(last) <= 6
        and not any(part[n : n + 2] in common_words() for part in (first, last) for n in range(len(part) - 1))
    )


def _ethnic_end(text: str, at: int, found: re.Match) -> tuple[int, float]:
    """艾尔肯·吐尼亚孜主持: the last part ends at the first sure boundary after two characters."""
    last = max(text.rfind(dot, at, found.end()) for dot in "·？") + 1
    for end in range(last + 2, found.end() + 1):
        sure = boundary(text, end)
        if sure >= 2 or sure and text[end] in _NEVER_LAST:
            return end, 0.95
    if boundary(text, last + 1) == 3:
        return last + 1, 0.8
    return min(found.end(), last + 4), 0.5


def _tells_manner(words: str) -> bool:
    """边参观、边询问; 曾先后; 向民警反映; 干部暨代表: a surname's character that is none."""
    kind = common_words().get(words[1:3])
    if words[:1] in ("边", "向"):
        return kind is not None
    return words[:1] == "暨" or words[:1] == "曾" and kind in ("verb", "adverb", "time")


def looks_like_name(word: str) -> bool:
    """Whether a whole word can be a person's name by its form alone."""
    if _tells_manner(word):
        return False
    if "·" in word:
        return bool(_ETHNIC.fullmatch(word))
    if word[:2] in _COMPOUND:
        return 3 <= len(word) <= 4
    if _NOT_IN_NAMES & set(word):
        return False
    if len(word) == 3 and word[1] == "和":  # 冷和荣
        return word[0] in _SURNAMES and word[2] not in _NEVER_GIVEN
    return 2 <= len(word) <= 3 and word[0] in _SURNAMES and word[:2] not in _STOP and not _NEVER_GIVEN & set(word[1:])


def unlisted_surname(text: str, at: int) -> int:
    """The end of a name after a title, of a surname no list has, before a word that only follows a name; else 0."""
    start = at + 1 if text[at : at + 1] == "和" and text[at + 1 : at + 2] not in _SURNAMES else at
    for end in (at + 3, at + 2):
        if (
            boundary(text, end) == 2
            and not _tells_manner(text[at:end])
            and all(_HAN.match(char) for char in text[at:end])
            and not _NO_NAME & set(text[start:end])
            and not _NEVER_GIVEN & set(text[start:end])
            and not any(text[at:stop] in _NEVER_A_NAME or text[at:stop] in _STOP for stop in (at + 2, at + 3))
            and not any(
                text[n : n + size] in common_words() for n in range(at, end - 1) for size in (2, 3) if n + size <= end
            )
            and not _COUNTS_OR_POINTS & set(text[at:end])
        ):
            return end
    return 0


def unknown_surname(text: str, start: int) -> int:
    """The end of a name whose surname no list has, between the marks of a list of names; 0 when there is none."""
    for end in (start + 2, start + 3):
        if (
            end < len(text)
            and text[end] in "、，。"
            and not _NO_NAME & set(text[start:end])
            and text[start:end].isalpha()
        ):
            return end
    return 0
