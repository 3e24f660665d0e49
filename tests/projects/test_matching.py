import pytest

from people import matching
from people.matching import Outcome
from projects.matching import match_projects
from tests.factories import DistrictFactory, ProjectAliasFactory, ProjectFactory


@pytest.mark.django_db
@pytest.mark.parametrize("few", [0, 200])
def test_projects_match_by_name_alias_and_without_marks(monkeypatch, django_assert_num_queries, few):
    district = DistrictFactory()
    project = ProjectFactory(district=district, name="云帆数谷")
    ProjectAliasFactory(project=project, name="数谷一期")
    monkeypatch.setattr(matching, "FEW_NAMES", few)  # of many names the whole district is read
    with django_assert_num_queries(1):
        matches = match_projects(district, ["云帆数谷", "数谷一期", "“云帆数谷”项目", "云帆数谷二期"])
    assert matches["云帆数谷"].row == project
    assert matches["数谷一期"].row == project
    assert (matches["“云帆数谷”项目"].row, matches["“云帆数谷”项目"].learn) == (project, True)
    assert matches["云帆数谷二期"].outcome is Outcome.NEW
