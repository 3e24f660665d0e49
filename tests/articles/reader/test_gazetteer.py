from datetime import date

import pytest

from articles.reader import EMPTY_GAZETTEER, Gazetteer, read_article
from articles.reader.lexicon import NameIndex

ISSUE = date(2023, 6, 15)


def event(text, known=EMPTY_GAZETTEER):
    (found,) = read_article(text, ISSUE, gazetteer=known).events
    return found


def test_a_known_person_ends_where_the_register_says():
    text = "6月5日，县委书记白朗主持召开推进会。副县长高升平时到会。"
    known = Gazetteer(people=frozenset(["高升平"]))
    assert "高升平" in [person.name for person in event(text, known).people]


def test_a_firm_nothing_tells_is_read_once_it_is_known():
    text = "6月5日，副县长陶小溪到云上梨园走访，详细了解用工情况。"
    assert event(text).enterprises == []
    known = Gazetteer(enterprises=frozenset(["云上梨园"]))
    assert [firm.name for firm in event(text, known).enterprises] == ["云上梨园"]
    assert event(text, known).places == []


def test_a_known_project_is_read_without_the_word_for_it():
    text = "6月5日，县长白朗主持召开推进会，研究云栖里有关事宜，要求云栖里南苑月底交地。"
    assert event(text).projects == []
    known = Gazetteer(projects=frozenset(["云栖里南苑"]))
    assert [project.name for project in event(text, known).projects] == ["云栖里南苑"]


def test_a_known_body_takes_part_under_a_name_that_no_ending_tells():
    text = "6月5日，县长白朗主持召开推进会。县城市更新中枢、县财政局负责人参加会议。"
    assert [body.name for body in event(text).organizations] == ["县财政局"]
    known = Gazetteer(organizations=frozenset(["县城市更新中枢"]))
    assert [body.name for body in event(text, known).organizations] == ["县城市更新中枢", "县财政局"]


@pytest.mark.parametrize("word", ["中原", "小米", "成功"])
def test_a_known_name_that_is_an_everyday_word_says_nothing_by_standing_in_a_text(word):
    text = f"6月5日，县长白朗主持召开推进会，{word}有关工作作了安排。"
    assert event(text, Gazetteer(enterprises=frozenset([word]))).enterprises == []


def test_the_longest_known_name_is_found_at_each_place():
    index = NameIndex(frozenset(["云杉", "云杉新材", "新材集团"]))
    text = "到云杉新材集团、云杉调研"
    assert [text[s:e] for s, e in index.find(text)] == ["云杉新材", "云杉"]


def test_without_names_the_reader_stands_alone():
    text = "6月5日，县委书记白朗主持召开推进会。"
    assert read_article(text, ISSUE).as_dict() == read_article(text, ISSUE, gazetteer=Gazetteer(version="7")).as_dict()
