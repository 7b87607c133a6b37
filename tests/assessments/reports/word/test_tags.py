import time

import pytest

from assessments.reports.word import tags


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<w:t>chữ { và } và % </w:t>",
        "<w:t>{{ a }}{% if b %}{# c #}</w:t>",
        "<w:t>{</w:t></w:r><w:r><w:t>{ a }</w:t></w:r><w:r><w:t>}</w:t>",
        '<wp:docPr descr="{{ a }}"/>',
    ],
)
def test_sound_tags_have_no_fault(xml):
    assert list(tags.faults(xml)) == []


@pytest.mark.parametrize(
    ("xml", "fault"),
    [
        ("<w:t>số {{ a</w:t>", "dấu {{ không có dấu đi cùng, gần chỗ “…số {{ a…”"),
        ("<w:t>số a }}</w:t>", "dấu }} không có dấu đi cùng, gần chỗ “…số a }}…”"),
        ("<w:t>{{ a %}</w:t>", "dấu {{ không có dấu đi cùng, gần chỗ “…{{ a %}…”"),
        ("<w:t>{{ a {{ b }}</w:t>", "dấu {{ không có dấu đi cùng, gần chỗ “…{{ a {{ b }}…”"),
        ("<w:t>{{ a }} }} {{ b }}</w:t>", "dấu }} không có dấu đi cùng, gần chỗ “…{{ a }} }} {{ b }}…”"),
        ('<wp:docPr descr="{{ a"/>', 'dấu {{ không có dấu đi cùng, gần chỗ “…<wp:docPr descr="{{ a"/>…”'),
        ("<w:t>{{r a }}</w:t>", "{{r … }} không dùng được; hãy viết {{ … }}"),
        ("<w:t>{{tr a }}</w:t>", "{{tr … }} không dùng được; hãy viết {{ … }}"),
    ],
)
def test_tag_that_does_not_close_is_told_with_its_surroundings(xml, fault):
    assert list(tags.faults(xml)) == [fault]


@pytest.mark.slow
def test_a_file_of_opening_marks_is_refused_at_once():
    began = time.monotonic()
    assert list(tags.faults("{{" * 1_000_000)) == ["có hơn 5000 thẻ"]
    assert time.monotonic() - began < 5
