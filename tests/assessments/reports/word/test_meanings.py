from assessments.reports.word import meanings, sandbox
from assessments.reports.word.expressions import Reader
from assessments.reports.word.fields import groups, members


def test_every_field_has_its_line_and_no_line_is_of_a_field_that_went():
    known = {(group.__name__, name) for group in groups() for name in members(group)}
    undescribed = {
        (group, name)
        for group, name in known
        if name not in meanings.MEANINGS.get(group, {}) and name not in meanings.COMMON
    }
    assert undescribed == set()
    described = {(group, name) for group, lines in meanings.MEANINGS.items() for name in lines}
    assert described - known == set()
    assert set(meanings.COMMON) <= {name for _group, name in known}
    assert set(meanings.TITLES) == {group.__name__ for group in groups()}


def test_reference_tells_type_and_meaning_and_where_a_group_is_described():
    found = {group.name: group for group in meanings.reference()}
    cover = {entry.name: entry for entry in found["Cover"].entries}
    assert (str(cover["year"].kind), str(cover["year"].meaning)) == ("số", "Năm lập báo cáo")
    top = {entry.name: entry for entry in meanings.reference()[0].entries}
    assert (str(top["themes"].kind), top["themes"].leads_to) == ("danh sách", "ThemeChapter")
    assert (top["plan"].is_optional, top["cover"].is_optional) == (True, False)
    leads = {entry.leads_to for group in found.values() for entry in group.entries if entry.leads_to}
    assert leads == set(found) - {"Root"}


def test_examples_of_the_language_are_sound():
    row = "{% for group in groups %}{% for part in themes[0].recommendations %}%s{% endfor %}{% endfor %}"
    for example, _text in meanings.SYNTAX:
        source = example.replace("{%p", "{%").replace("{%tr", "{%").replace("{{ loop.index }}, ", "")
        reader = Reader()
        reader.read(sandbox.parse(row.replace("%s", source)))
        assert reader.wrong == [], example
