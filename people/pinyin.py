"""Pinyin of names, so that 樊惠林 is found by fanhuilin, fhl or 樊."""

from django.db import models
from pypinyin import Style, lazy_pinyin, load_single_dict

# A surname is not always read as the word is: 曾 zēng, 单 shàn, 仇 qiú. Read by surname only at the front of a name.
SURNAME_READINGS = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "任": "ren", "朴": "piao",
    "盖": "ge", "华": "hua", "宁": "ning", "翟": "zhai", "尉": "wei", "缪": "miao", "纪": "ji", "乐": "yue",
    "覃": "qin", "逄": "pang", "冼": "xian", "洗": "xian", "员": "yun", "种": "chong", "折": "she", "秘": "bi",
}  # fmt: skip
load_single_dict({ord("鑫"): "xīn", ord("䶮"): "yǎn", ord("㛃"): "jié"})


def pinyin_of(name: str, *, person: bool = False) -> str:
    """The full pinyin and the initials of a name, parted by a space: 王潜 → "wangqian wq".

    With `person` the first character is read as a surname. Latin letters and digits stay, in lower case.
    """
    syllables = lazy_pinyin(name, style=Style.NORMAL)
    if person and name and name[0] in SURNAME_READINGS:
        syllables[0] = SURNAME_READINGS[name[0]]
    syllables = [s.strip().lower() for s in syllables if s.strip()]
    full = "".join(syllables)
    initials = "".join(s[0] for s in syllables)
    return f"{full} {initials}"[:300]


class PinyinField(models.CharField):
    """The pinyin of a sibling field, kept by the field itself at every save and bulk_create (like `auto_now`)."""

    def __init__(self, *args, source: str = "name", person: bool = False, **kwargs):
        self.source = source
        self.person = person
        kwargs.setdefault("max_length", 300)
        kwargs["editable"] = False
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source, "person": self.person}

    def pre_save(self, model_instance, add):
        value = pinyin_of(getattr(model_instance, self.source), person=self.person)
        setattr(model_instance, self.attname, value)
        return value
