from tests.factories import OrganizationAliasFactory, OrganizationFactory, PostFactory
from tests.pages.html import links_of, section_of, words_of


def address(unit):
    return f"/organizations/{unit.pk}/"


def test_head_gives_kind_aliases_and_the_units_above_and_below(open_page, register):
    parent = OrganizationFactory(district=register.district, name="清河区人民政府")
    register.bureau.parent = parent
    register.bureau.save()
    OrganizationAliasFactory(organization=register.bureau, name="工信局")
    response = open_page(address(register.bureau))
    assert "单位类别 政府部门 上级单位 清河区人民政府" in words_of(response)
    assert "见报别名 工信局" in words_of(response)
    assert links_of(open_page(address(parent)))["区工信局"] == address(register.bureau)


def test_posts_meetings_and_projects_are_listed(open_page, register):
    PostFactory(official=register.vice_mayor, organization=register.bureau, title="局长(兼)")
    response = open_page(address(register.bureau))
    assert "任职人员(1) 沈一帆 局长(兼)" in section_of(response, "posts")
    assert "北岸智造谷项目推进会" in section_of(response, "meetings")
    assert "汇报 见报名称:区工信局" in section_of(response, "meetings")
    assert "责任项目(1) 北岸智造谷" in section_of(response, "projects")


def test_unit_of_another_district_is_not_found(open_page):
    assert open_page(address(OrganizationFactory())).status_code == 404
