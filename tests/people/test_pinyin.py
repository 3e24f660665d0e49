import pytest

from people.models import Official
from people.pinyin import pinyin_of
from tests.factories import DistrictFactory, OfficialFactory


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [("林知远", "linzhiyuan lzy"), ("曾小舟", "zengxiaozhou zxz"), ("单雄", "shanxiong sx"), ("解放", "xiefang xf")],
)
def test_a_person_is_found_by_full_pinyin_and_initials(name, pinyin):
    assert pinyin_of(name, person=True) == pinyin


def test_a_word_that_is_no_surname_is_read_as_the_word():
    assert pinyin_of("曾经") == "cengjing cj"


def test_latin_letters_and_digits_stay():
    assert pinyin_of("A3园区").startswith("a3yuanqu")


@pytest.mark.django_db
def test_the_field_keeps_itself_at_every_way_of_writing():
    official = OfficialFactory(name="林知远")
    assert official.name_pinyin == "linzhiyuan lzy"
    official.name = "苏见山"
    official.save()
    assert Official.objects.get().name_pinyin == "sujianshan sjs"
    Official.objects.bulk_create([Official(district=DistrictFactory(), name="方小舟")])
    assert Official.objects.filter(name_pinyin__startswith="fangxiaozhou").exists()
