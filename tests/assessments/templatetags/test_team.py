from assessments.catalogue import Section
from assessments.templatetags.team import of_group, of_part


def test_part_without_assignee_or_page_without_them_gives_nobody():
    assert (of_part({"A": "x"}, "A"), of_part({"A": "x"}, "B"), of_part("", "A")) == ("x", None, None)


def test_group_is_found_by_its_section():
    section = Section("B", "Nhóm B", None, None, None, ())
    assert (of_group({"K.B": "x", "B": "y"}, section), of_group({"B": "y"}, section)) == ("x", None)
