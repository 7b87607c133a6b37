import pytest
from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError, TemplateAssertionError

from assessments.reports.word import sandbox
from assessments.reports.word.sandbox import BREAK, Budget, TooMuch


def written(source, **context):
    return sandbox.written(source, context, Budget())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a & b", "a &amp; b"),
        ("<w:p>", "&lt;w:p&gt;"),
        ("{{ 7*7 }} {% for %}", "{{ 7*7 }} {% for %}"),
        ("một\nhai", f"một{BREAK}hai"),
        ("\x00\x07\ufffe\ud800đủ", "đủ"),
        (3, "3"),
    ],
)
def test_value_is_printed_literally(value, expected):
    assert written("{{ x }}", x=value) == expected


def test_filters_do_not_undo_the_escaping():
    assert written("{{ x|upper }}, {{ y|join('<') }}", x="<b>", y=("&", "é")) == "&lt;B&gt;, &amp;&lt;é"


def test_what_is_not_there_is_an_error():
    with pytest.raises(UndefinedError):
        written("{{ x }}")


def test_loops_have_their_variable():
    assert written("{% for x in y %}{{ loop.index }}/{{ loop.length }}{{ x }} {% endfor %}", y="ab") == "1/2a 2/2b "


def test_loops_inside_one_another_are_stopped(monkeypatch):
    monkeypatch.setattr(sandbox, "MOST_STEPS", 1_000)
    assert written("{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}", x=range(30)) == ""
    with pytest.raises(TooMuch, match="chạy quá 1000 bước"):
        written("{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}", x=range(40))


def test_steps_are_counted_over_all_parts_of_a_document(monkeypatch):
    monkeypatch.setattr(sandbox, "MOST_STEPS", 15)
    budget = Budget()
    sandbox.written("{% for a in x %}{% endfor %}", {"x": range(10)}, budget)
    with pytest.raises(TooMuch):
        sandbox.written("{% for a in x %}{% endfor %}", {"x": range(10)}, budget)


def test_long_output_is_stopped(monkeypatch):
    monkeypatch.setattr(sandbox, "MOST_WRITTEN", 1_000_000)
    with pytest.raises(TooMuch, match="dài quá 1 triệu ký tự"):
        written("{% for a in x %}{{ y }}{% endfor %}", x=range(200), y="d" * 10_000)


def test_python_is_out_of_reach():
    for source in ("{{ x.__class__ }}", "{{ x['__class__'] }}", "{{ ''.__class__.__mro__ }}"):
        with pytest.raises((SecurityError, UndefinedError)):
            written(source, x="a")


@pytest.mark.parametrize("name", ["range", "dict", "lipsum", "cycler", "joiner", "namespace"])
def test_nothing_is_global(name):
    with pytest.raises(UndefinedError):
        written("{{ " + name + " }}")


@pytest.mark.parametrize("source", ["{{ x|safe }}", "{{ x|attr('y') }}", "{{ x|format }}", "{{ x is callable }}"])
def test_other_filters_and_tests_are_not_there(source):
    with pytest.raises(TemplateAssertionError):
        written(source, x="a")


def test_syntax_errors_have_their_line():
    with pytest.raises(TemplateSyntaxError) as caught:
        sandbox.parse("một\n{% if %}")
    assert caught.value.lineno == 2
