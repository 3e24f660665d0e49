"""Who wrote the article: reporters and correspondents, told from editors, photographers and units.

Serves phenomena 26 (variants of the byline), 27 (other credits are no reporters) and 28 (padded names).
A byline is found on the printed line and taken out before anything else is read, so a reporter is never a person
of the event.
"""

import re

from .bounds import is_everyday
from .lexicon import characters, pattern, regex, words
from .reading import Byline, Span

_WRITER = "记者|通讯员|实习生|见习生|报道员|特约撰稿|撰稿|撰文|作者|文字|采写|供稿人"
_OTHER = "编辑|责编|责任编辑|审核|校对|摄影|图片|摄像|制图|策划|统筹|监制|终审|编审|主编|值班|美编|签发|复审|初审|出品"
_PREFIX = "本报|本台|本网|全媒体|融媒体|融媒|见习|实习|特约|首席|特派|驻地|新媒体|中心|本刊|联合|日报|晚报|晨报|电视台|时报|周刊"
_ROLE = re.compile(
    rf"(?:{_PREFIX}){{0,4}}(?P<writer>{_WRITER})|(?P<other>{_OTHER})|(?P<mix>文[/／·、和]?(?:图|摄|摄影)|摄影报道|图文)|(?P<photo>[图摄][/／:：])|(?P<text>文[/／:：])"
)
_LEADS = re.compile(rf"\s{{0,9}}\S{{0,12}}?(?:{_WRITER})")
_PARENTHESIS = re.compile(r"[（(【]([^（）()【】\n]{2,70})[）)】]")
_TAIL = re.compile(
    rf"(?:^|(?<=[。！？!?”」…]))[\s\u3000]*(?P<byline>(?:[一-龥]{{2,8}}?)?(?:{_PREFIX})?(?:{_WRITER})[\s\u3000:：/／][^。，；！？()（）]{{1,60}})$"
)
# 某某讯 记者某某某报道：3月11日…
_HEAD = re.compile(
    rf"[^。，；（(]{{0,12}}(?:讯|电|消息)\s{{1,4}}(?P<byline>(?:{_PREFIX}){{0,3}}(?:{_WRITER})[一-龥\s]{{2,30}}?)(?=(?:报道)?[:：]?\s{{0,4}}\d{{1,2}}月|近日|日前)"
)
_LINE = re.compile(
    rf"\s{{0,9}}(?:(?:{_PREFIX}){{0,4}}|[一-龥]{{2,8}})(?:{_WRITER})\s{{0,9}}[:：/／\u3000 ]?[^。，；！？]{{1,80}}$"
)
_WRITTEN = re.compile(
    r"\s{0,9}(?:(?:文[/／]图|图[/／]文|图文|文图|文|来稿|供稿|撰文|作者|通讯员|记者)\s{0,3}[:：|｜]|文\s{0,3}[/／](?!图))"
)
_CREDIT_LINE = re.compile(rf"\s{{0,9}}(?:{_OTHER})\s{{0,9}}[:：/／]")
_SUPPLIER = re.compile(r"[一-龥]{2,16}\s{0,9}(?:供稿|供图|报道)$")
_TOKEN = re.compile(r"[一-龥·]+")
_LABEL = re.compile(r"([一-龥/／]{2,8})\s{0,3}[:：]")
_WRITES = re.compile(rf"{_WRITER}|^文|图文|文图|^供稿|来稿")
_SLASH = re.compile(r"\s{0,3}[/／]\s{0,3}(?:(?P<writes>文)|图|摄影?|片)(?![一-龥])")
# A word of a byline that ends so is an outlet or a unit.
_UNIT = re.compile(
    r"(?:局|办|镇|乡|街道|[省市区县州旗](?!$)|部|科|室|院|校|台|站|网|报|社|中心|融媒|融媒体|委|会|公司|集团|队|所|处|厅|组|馆|供稿|来稿|报道|摄|整理|提供|图片|工作室|发布|新闻|办公室)$|^(?:图片|来源|本报|本台)"
)
_COMMONEST_SURNAMES = frozenset(words("surnames")[0])
_NOT_A_NAME = frozenset(words("not_writers"))


def names_in(text: str, offset: int, strict: bool = False) -> list[Byline]:
    """The writers' names in a byline's text; `offset` is its place in the raw text.

    Single padded characters (景　静) are joined, outlets and units (区商务局　张三) left out. With `strict`, where no word
    says who writes, there is none unless all that is left reads as names.
    """
    names = _Names(text, offset)
    at = 0
    while at < len(text):
        past = names.read_role(at)
        if past:
            at = past
        elif token := _TOKEN.match(text, at):
            at = names.read_word(token)
        else:
            at += 1
    if strict and not names.are_sure():
        return []
    return names.found


class _Names:
    """The names in a byline's text, gathered from left to right."""

    def __init__(self, text: str, offset: int):
        self.found: list[Byline] = []
        self._text = text
        self._offset = offset
        self._writes = True  # whether the words read last say that who follows writes
        self._group = 0  # from which name on the next word tells who took the picture
        self._half: tuple[str, int] | None = None  # the first character of a padded name (景　静) and its place
        self._has_other_words = False

    def are_sure(self) -> bool:
        """Whether all that was read are names, one at least with a surname that is known."""
        return not (self._has_other_words or self._half) and any(_has_surname(byline.name) for byline in self.found)

    def read_role(self, at: int) -> int:
        """Read the words at `at` that say what who is named does; where they end, 0 where none stand."""
        label = _LABEL.match(self._text, at)
        if label:
            self._writes = bool(_WRITES.search(label[1]))
            self._half = None
            return label.end()
        role = _ROLE.match(self._text, at)
        if role and (role["text"] or role["writer"] or len(role[0]) > 1):
            self._writes = bool(role["writer"] or role["text"] or role["mix"])
            if role["writer"] or role["text"]:
                self._group = len(self.found)
            self._half = None
            return role.end()
        after = _SLASH.match(self._text, at)
        if after is None:
            return 0
        if not after["writes"]:  # 甲 乙/文　丙/图
            del self.found[self._group :]
        self._group, self._half = len(self.found), None
        return after.end()

    def read_word(self, token: re.Match) -> int:
        """Read a word, which may be names, an outlet or a role; where to read on."""
        word, start = token[0], token.start()
        if 4 <= len(word) <= 5 and self._writes:
            word = word.removesuffix("报道")  # 通讯员某某某报道
        inner = _ROLE.search(word, 1)
        if inner and inner["mix"] is None:
            return start + self._read_before_role(word, start, inner)
        if word in ("摄", "供图") and not _TOKEN.search(self._text, token.end()):
            del self.found[self._group :]  # 记者 甲 摄: who took the picture
        if word == "文":
            self._group = len(self.found)  # 甲 文 乙 摄
        if not self._writes or word in _NOT_A_NAME or (len(word) > 1 and _UNIT.search(word)):
            self._half = None
        elif len(word) == 1:
            self._add_character(word, start)
        else:
            self._half = None
            names = _split_names(word)
            self._has_other_words = self._has_other_words or not names
            for name in names:
                self._add(name, start + word.index(name))
        return token.end()

    def _read_before_role(self, word: str, start: int, role: re.Match) -> int:
        """某某融媒记者: an outlet, or a name, before the role; 王明摄: who took the picture. How much of the word is read."""
        self._half = None
        if not role["writer"]:
            return role.end()
        if self._writes and 2 <= role.start() <= 3 and _has_surname(word):
            for name in _split_names(word[: role.start()]):
                self._add(name, start)
        return role.start()

    def _add_character(self, char: str, at: int) -> None:
        if self._half is None:
            self._half = char, at
        else:
            first, begin = self._half
            self.found.append(Byline(first + char, (self._offset + begin, self._offset + at + 1)))
            self._half = None

    def _add(self, name: str, at: int) -> None:
        self.found.append(Byline(name, (self._offset + at, self._offset + at + len(name))))


def _has_surname(name: str) -> bool:
    return name[0] in characters("surnames") or name[:2] in words("compound_surnames") or "·" in name


def _run_together(word: str) -> list[str]:
    """word as names of two or three characters that begin with surnames, three where possible; none if it is no such run."""
    if not word:
        return []
    for size in (3, 2):
        name = word[:size]
        if len(name) == size and name[0] in characters("surnames") and not is_everyday(name):
            rest = _run_together(word[size:])
            if rest or len(word) == size:
                return [name, *rest]
    return []


def _split_names(word: str) -> list[str]:
    """The names a word of a byline holds: itself, or those run together in it (雷朝良刘岩松); none when it is no name."""
    if "·" in word:
        return [word] if len(word) <= 14 else []
    if len(word) <= 3:
        return [word] if _has_surname(word) or not is_everyday(word) else []
    if len(word) == 4 and {word[0], word[2]} <= _COMMONEST_SURNAMES and word[:2] not in words("compound_surnames"):
        return [word[:2], word[2:]]  # 韩宏李晛
    if len(word) > 4 and not pattern("name_elements").search(word) and (parts := _run_together(word)):
        return parts
    if len(word) <= 6 and not is_everyday(word) and word[:2] not in words("not_names"):
        return [word]
    return []


def find_bylines(raw: str, start: int, end: int) -> tuple[list[Byline], list[Span]]:
    """Bylines printed in the line raw[start:end], and the spans to leave out of the text that is read.

    A line that is nothing but a byline or a credit gives its whole extent.
    """
    line = raw[start:end]
    if _CREDIT_LINE.match(line) or _SUPPLIER.fullmatch(line):
        return _writers(line, start), [(start, end)]
    if len(line) <= 80 and _LINE.match(line) and not line.endswith(("。", "）", ")")):
        names = names_in(line[_first_role(line) :], start + _first_role(line))
        if names:
            return names, [(start, end)]
    signed = regex(r"\s{0,9}([一-龥]{2,3}(?:[\s、]{1,3}[一-龥]{2,3}){0,3})\s{0,3}[/／]\s{0,3}文\s{0,9}$").match(line)
    if signed:  # 甲 乙/文
        names = names_in(signed[1], start + signed.start(1), strict=True)
        if names:
            return names, [(start, end)]
    if _WRITTEN.match(line) and len(line) <= 80:
        names = names_in(line, start)
        if names:
            return names, [(start, end)]
    found: list[Byline] = []
    cut: list[Span] = []
    tail = _TAIL.search(line, max(0, len(line) - 90)) if "者" in line or "员" in line or "稿" in line else None
    if tail:
        names = names_in(tail["byline"], start + tail.start("byline"))
        if names:
            found.extend(names)
            cut.append((start + tail.start("byline"), end))
    head = _HEAD.match(line)
    if head and not tail:
        names = names_in(head["byline"], start + head.start("byline"))
        if names:
            found.extend(names)
            told = regex("(?:报道)?[:：]?").match(line, head.end("byline"))
            cut.append((start + head.start("byline"), start + told.end()))
    for inner in _PARENTHESIS.finditer(line):
        s, e = inner.span(1)
        if (
            inner[1].startswith(("图片", "图为", "资料图"))
            or regex("编辑|审核|校对").search(inner[1])
            and not _LEADS.match(inner[1])
        ):
            continue
        if _LEADS.match(inner[1]):
            names = names_in(inner[1], start + s)
            if not names:
                continue
        elif (
            _ends_the_text(line, inner.start(), inner.end())
            or inner.group() == line.strip()
            or (not line[: inner.start()].strip() and inner[1].endswith("报道"))
            or line[: inner.start()].rstrip().endswith(("讯", "电"))
        ):
            names = names_in(inner[1], start + s, strict=True)
            if not 1 <= len(names) <= 6:
                continue
        else:
            continue
        found.extend(names)
        cut.append((start + inner.start(), start + inner.end()))
    return found, cut


def credited(line: str, start: int) -> list[Byline]:
    """Writers named in a line of metadata (来源：… 作者：甲 编辑：乙)."""
    found: list[Byline] = []
    for credit in regex(
        r"(?:作者|记者|通讯员|撰稿|文字)(?:[:：]|\s+)([^:：|｜]{2,30}?)"
        r"(?=\s*(?:来源|编辑|责编|审核|点击|浏览|阅读|时间|日期|发布)|\s+\S{1,6}[:：]|[|｜]|$)"
    ).finditer(line):
        found += names_in(credit[1], start + credit.start(1), strict=True)
    return found


def is_names_only(line: str) -> bool:
    """Whether a line holds two to five spaced names and nothing else (a byline without the word 记者)."""
    if len(line) > 24 or not regex(r"[一-龥\s\u3000]{5,24}").fullmatch(line):
        return False
    tokens = line.split()
    surnames = characters("surnames")
    stop = words("not_names")
    return 2 <= len(tokens) <= 5 and all(len(t) in (2, 3) and t[0] in surnames and t[:2] not in stop for t in tokens)


def _ends_the_text(line: str, start: int, end: int) -> bool:
    return not line[end:].strip(" \u3000\t。") and line[:start].rstrip(" \u3000\t\xa0")[-1:] in set("。！？!?”…")


def _first_role(line: str) -> int:
    role = _ROLE.search(line)
    return role.start() if role else 0


def _writers(line: str, start: int) -> list[Byline]:
    at = _first_role(line)
    return names_in(line[at:], start + at) if regex(_WRITER).search(line) else []
