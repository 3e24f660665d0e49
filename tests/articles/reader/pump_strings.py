"""Strings that make a pattern work hardest: every pattern of the reader, and pumps made from its own parts.

A pattern is found where it stands, compiled at a module's level or written inside a call of `re`; its pumps repeat
what it repeats, behind what leads there, and end in something that does not match.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as sre
from re import _parser as parser

import articles.reader

CALLS = {"compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"}
LONGEST_SAMPLE = 60


def reader_modules() -> list:
    names = [name for _, name, _ in pkgutil.iter_modules(articles.reader.__path__)]
    return [importlib.import_module(f"articles.reader.{name}") for name in names]


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the reader by place: module and line, or module and name."""
    found: dict[str, re.Pattern[str]] = {}
    for module in reader_modules():
        for name, value in vars(module).items():
            for n, pattern in enumerate(_compiled(value)):
                found[f"{module.__name__}.{name}[{n}]"] = pattern
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if _is_call_of_re(node):
                pattern = _evaluated(node, module)
                if pattern is not None:
                    found[f"{module.__name__}:{node.lineno}:{node.col_offset}"] = pattern
    unique = {pattern.pattern: (place, pattern) for place, pattern in found.items()}
    return dict(sorted(unique.values(), key=lambda item: item[0]))


def _compiled(value) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for inner in value:
            yield from _compiled(inner)
    elif isinstance(value, dict):
        yield from _compiled(tuple(value.values()))


def _is_call_of_re(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "regex":
        return True
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CALLS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
    )


def _evaluated(node: ast.Call, module) -> re.Pattern[str] | None:
    """The pattern given to a call of `re`, where it depends on nothing but the module."""
    try:
        value = eval(compile(ast.Expression(node.args[0]), module.__name__, "eval"), vars(module))
    except NameError:
        return None
    if isinstance(value, str):
        return re.compile(value)
    return value if isinstance(value, re.Pattern) else None


def pumps(pattern: re.Pattern[str]) -> list[tuple[str, str, str]]:
    """(head, pump, tail): head + pump × n + tail is what the pattern is tried on."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    found = [("", _sample(tree), "￥")]
    found += [(head, inner, tail) for head, inner in _repeats(tree, "") for tail in ("￥", "")]
    found += [("", char, "￥") for char in sorted(set("".join(_literals(tree))))[:12]]
    found.append(("", "某", "￥"))
    return list(dict.fromkeys(pump for pump in found if pump[1]))


def _literals(tree) -> Iterator[str]:
    for op, argument in tree:
        if op is sre.LITERAL:
            yield chr(argument)
        for inner in _inside(op, argument):
            yield from _literals(inner)


def _inside(op, argument) -> list:
    if op is sre.BRANCH:
        return argument[1]
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [argument[2]]
    if op is sre.SUBPATTERN:
        return [argument[3]]
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    if op is sre.ATOMIC_GROUP:
        return [argument]
    return []


def _repeats(tree, head: str) -> Iterator[tuple[str, str]]:
    """(a string that leads to it, a string it repeats) of every repetition of more than a few."""
    for op, argument in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and argument[1] > 8:
            for inner in _samples(argument[2]):
                yield head, inner
        for inner in _inside(op, argument):
            yield from _repeats(inner, head)
        head = (head + _sample([(op, argument)]))[-LONGEST_SAMPLE:]


def _samples(tree) -> list[str]:
    """A few strings that match: one for each of the first branches, where the tree is one choice."""
    parts = list(tree)
    if len(parts) == 1 and parts[0][0] is sre.SUBPATTERN:
        return _samples(parts[0][1][3])
    if len(parts) == 1 and parts[0][0] is sre.BRANCH:
        return [_sample(branch) for branch in parts[0][1][1][:6]]
    return [_sample(tree)]


def _sample(tree) -> str:
    """One string that the tree matches, or nearly; assertions count for nothing."""
    made = ""
    for op, argument in tree:
        if op is sre.LITERAL:
            made += chr(argument)
        elif op is sre.NOT_LITERAL or op is sre.ANY:
            made += "某"
        elif op is sre.IN:
            made += _member(argument)
        elif op is sre.BRANCH:
            made += _sample(argument[1][0])
        elif op is sre.SUBPATTERN:
            made += _sample(argument[3])
        elif op is sre.ATOMIC_GROUP:
            made += _sample(argument)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            made += _sample(argument[2]) * max(argument[0], 1)
    return made[:LONGEST_SAMPLE]


def _member(choices) -> str:
    negated = choices and choices[0][0] is sre.NEGATE
    if negated:
        return "某"
    op, argument = choices[0]
    if op is sre.LITERAL:
        return chr(argument)
    if op is sre.RANGE:
        return chr(argument[0])
    return {sre.CATEGORY_DIGIT: "7", sre.CATEGORY_SPACE: " "}.get(argument, "某")
