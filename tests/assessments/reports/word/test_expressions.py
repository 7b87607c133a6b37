import pytest

from assessments.reports.word import sandbox
from assessments.reports.word.expressions import Reader


def read(source):
    reader = Reader()
    reader.read(sandbox.parse(source))
    return reader


def wrong(source):
    return [f"{name}: {problem}" for _line, name, problem in read(source).wrong]


@pytest.mark.parametrize(
    "source",
    [
        "{{ summary.headline }} {{ summary['headline'] }} {{ gap_count }}",
        "{% for theme in themes %}{{ loop.index }}{{ theme.head.title }}{% else %}{{ title }}{% endfor %}",
        "{% for a in themes if a.summary %}{% for b in a.recommendations %}{{ b.head.code }}{% endfor %}{% endfor %}",
        "{% for sentence in standing.intro %}{{ sentence }}{% endfor %}",
        "{% if plan %}{{ plan.intro }}{% endif %}",
        "{% if title and plan and plan.rows %}{% for row in plan.rows %}{{ row.code }}{% endfor %}{% endif %}",
        "{{ plan.intro if plan else '' }}",
        "{% if not cover.is_draft or gap_count > 3 or cover.unit in ['Huế', title] %}x{% elif title %}{% endif %}",
        "{% set head = themes[0].head %}{{ head.title }}",
        "{{ themes|length }} {{ cover.unit|upper|trim }} {{ evidence[0].codes|join(', ') }}",
        "{% if plan is none or gap_count is odd %}x{% endif %}",
        "{# không xét: {{ a }} #}",
    ],
)
def test_what_is_there_may_be_named(source):
    assert wrong(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ summary.headlin }}", "summary.headlin: không có; có phải summary.headline?"),
        ("{{ headline }}", "headline: không có; có phải summary.headline?"),
        ("{{ headlinee }}", "headlinee: không có; có phải summary.headline?"),
        ("{{ xyzzy }}", "xyzzy: không có"),
        ("{{ theme.summary }}", "theme: không có; có phải themes?"),
        ("{% for x in themes %}{{ x.head.titel }}{% endfor %}", "x.head.titel: không có; có phải x.head.title?"),
        ("{% for x in theems %}{{ x.y }}{% endfor %}", "theems: không có; có phải themes?"),
        ("{% if false %}{{ cover.statu }}{% endif %}", "cover.statu: không có; có phải cover.status?"),
        ("{% if cover.statu %}x{% endif %}", "cover.statu: không có; có phải cover.status?"),
        ("{% if title %}x{% elif titel %}y{% endif %}", "titel: không có; có phải title?"),
        ("{% for x in themes %}{% else %}{{ titel }}{% endfor %}", "titel: không có; có phải title?"),
        ("{% for x in themes %}{% endfor %}{{ x }}", "x: không có"),
        ("{{ loop.index }}", "loop: không có"),
        ("{% for x in themes %}{{ loop.indx }}{% endfor %}", "loop.indx: không có; có phải loop.index?"),
        ("{{ title if cover.is_darft else '' }}", "cover.is_darft: không có; có phải cover.is_draft?"),
        ("{{ titel|upper }}", "titel: không có; có phải title?"),
        ("{% if cover.province in [titel] %}{% endif %}", "titel: không có; có phải title?"),
        ("{% set x = titel %}{{ x.y }}", "titel: không có; có phải title?"),
        ("{{ summary.radar }}", "summary.radar: là hình vẽ, bản Word không có"),
        ("{{ waterfall }}", "waterfall: là hình vẽ, bản Word không có"),
        ("{{ cover.__class__ }}", "cover.__class__: không có"),
        ("{{ title.__class__ }}", "title.__class__: không có trường con"),
        ("{{ themes.head }}", "themes.head: là trường của từng mục; dùng {% for %}"),
    ],
)
def test_what_is_not_there_is_told_wherever_it_stands(source, expected):
    assert wrong(source) == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ themes }}", "themes: là một danh sách; dùng {% for … in … %} để in từng mục"),
        ("{{ cover }}", "cover: là một nhóm trường; hãy chọn một trường trong nhóm"),
        ("{{ cover.is_draft }}", "cover.is_draft: chỉ có hay không, không in ra được; dùng trong {% if … %}"),
        ("{% for x in title %}{% endfor %}", "title: không phải là danh sách nên không lặp qua được"),
        ("{% for a, b in themes %}{% endfor %}", "…: mỗi vòng lặp chỉ đặt được một tên"),
        ("{% set a, b = title %}", "…: mỗi {% set %} chỉ đặt được một tên"),
        ("{{ plan.intro }}", "plan.intro: có thể không có; hãy đặt trong {% if plan %} … {% endif %}"),
        (
            "{% if plan %}{% else %}{{ plan.intro }}{% endif %}",
            "plan.intro: có thể không có; hãy đặt trong {% if plan %} … {% endif %}",
        ),
        (
            "{% if plan or title %}{{ plan.intro }}{% endif %}",
            "plan.intro: có thể không có; hãy đặt trong {% if plan %} … {% endif %}",
        ),
        ("{{ themes['x'] }}", "themes.x: là trường của từng mục; dùng {% for %}"),
        ("{{ cover[0] }}", "cover[0]: không lấy được mục này; dùng [0], [1] … với danh sách"),
        ("{{ title[1:] }}", "…: không lấy được mục này; dùng [0], [1] … với danh sách"),
        ("{{ title if plan }}", "…: “… if …” cần có “else”"),
        ("{{ title|length }}", "title|length: bộ lọc này không dùng được với trường ấy"),
        ("{{ themes|join }}", "themes|join: bộ lọc này không dùng được với trường ấy"),
        ("{{ standing.intro|join(title) }}", "standing.intro|join: bộ lọc chỉ nhận chữ viết sẵn"),
        (
            "{{ title|safe }}",
            "title|safe: không có bộ lọc này; có: upper, lower, capitalize, trim, length, count, join",
        ),
        ("{% if title is callable %}{% endif %}", "title: không có phép thử “is callable”"),
    ],
)
def test_field_is_used_as_what_it_is(source, expected):
    assert wrong(source) == [expected]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("{{ title.upper() }}", "title.upper(…)"),
        ("{% for x in range(9) %}{% endfor %}", "range(…)"),
        ("{{ 'a' * 9 }}", "*"),
        ("{{ 9 ** 9 }}", "**"),
        ("{{ title ~ title }}", "~"),
        ("{{ gap_count + 1 }}", "+"),
        ("{{ {'a': 1} }}", "{…}"),
        ("{% macro x() %}{% endmacro %}", "{% macro %}"),
        ("{% include 'x' %}", "{% include %}"),
        ("{% import 'x' as y %}", "{% import %}"),
        ("{% extends 'x' %}", "{% extends %}"),
        ("{% block x %}{% endblock %}", "{% block %}"),
        ("{% set x %}{{ title }}{% endset %}", "{% set %} … {% endset %}"),
        ("{% filter upper %}x{% endfilter %}", "{% filter %}"),
        ("{% with x = 1 %}{% endwith %}", "{% with %}"),
        ("{% autoescape false %}{{ title }}{% endautoescape %}", "{% autoescape %}"),
    ],
)
def test_rest_of_the_language_is_refused_by_name(source, name):
    assert f"{name}: không dùng được trong mẫu" in wrong(source)


def test_loops_go_only_so_deep():
    deep = "{% for a in themes %}" * 7 + "{% endfor %}" * 7
    assert wrong(deep) == ["themes: vòng lặp lồng quá 6 lớp"]
    assert wrong("{% for a in themes %}" * 6 + "{% endfor %}" * 6) == []
    assert wrong("{% for a in themes recursive %}{% endfor %}") == ["themes: vòng lặp lồng quá 6 lớp"]


def test_place_is_the_line_and_all_that_is_named_is_known():
    reader = read("{{ cover.status }}\n\n{{ titel }}{% if labels.ours %}{% endif %}")
    assert [found.line for found in reader.wrong] == [3]
    assert {"cover.status", "labels.ours"} <= reader.named
    assert "cover.unit" not in reader.named
