"""Documents that can rot, held against the code. `python -m tests.test_docs` writes the data dictionary anew."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DICTIONARY = ROOT / "docs" / "data-dictionary.md"
ROOMS = ["meetings", "projects", "articles", "desk", "people", "accounts"]


def data_dictionary() -> str:
    """docs/data-dictionary.md as the models say it."""
    from django.apps import apps
    from django.db.models import Field

    lines = [
        "# 数据字典 Data dictionary",
        "",
        "Written by `python -m tests.test_docs` from the models; a test holds the two together. 金额单位:万元;位置单位:字符。",
    ]
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model.__name__.startswith("Historical"):
                continue
            meaning = model.__doc__.split("\n")[0]
            lines += ["", f"## {model._meta.verbose_name} `{model._meta.label}`", "", meaning, ""]
            lines += ["| 字段 | 名称 | 类型 | 代码 |", "|---|---|---|---|"]
            for field in model._meta.get_fields():
                if not isinstance(field, Field) or field.name in ("id", "version"):
                    continue
                target = f" → {field.related_model._meta.verbose_name}" if field.is_relation else ""
                codes = "、".join(f"`{code}` {label}" for code, label in field.choices or [])
                lines.append(
                    f"| `{field.name}` | {field.verbose_name} | {field.__class__.__name__}{target} | {codes} |"
                )
    return "\n".join(lines) + "\n"


def test_the_data_dictionary_is_what_the_models_say():
    assert DICTIONARY.read_text(encoding="utf-8") == data_dictionary(), "run: python -m tests.test_docs"


@pytest.mark.parametrize(
    "document",
    sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]),
    ids=lambda p: p.name,
)
def test_every_link_of_a_document_leads_somewhere(document):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_command_the_readme_names_is_one_of_dev():
    commands = set(re.findall(r"`\./dev (\w+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    script = (ROOT / "dev").read_text(encoding="utf-8")
    assert commands
    for command in commands:
        assert re.search(rf"\b{command}\b", script), command


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    DICTIONARY.write_text(data_dictionary(), encoding="utf-8")
