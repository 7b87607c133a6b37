from assessments.reports.word import samples
from assessments.reports.word.fields import Root, groups, members


def met(value, found):
    for name, inner in value.items() if isinstance(value, dict) else vars(value).items():
        found.append((name, inner))
        for item in inner if isinstance(inner, tuple) else [inner]:
            if isinstance(item, samples.Made):
                met(item, found)
    return found


def test_full_report_has_every_field_of_every_group():
    found = met(samples.full(), [])
    assert {name for name, _value in found} == {name for group in groups() for name in members(group)}
    assert all(value not in (None, "", (), 0, False) for _name, value in found)


def test_sparse_report_has_the_same_fields_at_the_top_and_nothing_in_them():
    assert set(samples.sparse()) == set(members(Root))
    left = [value for _name, value in met(samples.sparse(), []) if not isinstance(value, samples.Made)]
    assert {type(value) for value in left} == {str, int, bool, tuple, type(None)}
    assert not any(left)
