"""{% once %}: what is written once says only what it was given."""

import pytest
from django.template import Context, TemplateSyntaxError, engines
from django.urls import set_script_prefix
from django.utils import translation
from django.utils.safestring import mark_safe

from smartcity_portal.written_once import MOST, OnceNode


def template(source):
    return engines["django"].from_string(source).template


def test_nothing_of_the_page_is_seen_but_what_is_named():
    page = template("{% once name=user.name %}{{ name }}{{ user }}{{ secret }}{{ request.path }}{% endonce %}")
    for name in ("Hai", "Ba", "Hai"):
        assert page.render(Context({"user": {"name": name}, "secret": "mật", "request": {"path": "/a"}})) == name


def test_it_is_written_once_for_each_value_and_language():
    page = template('{% once value=value %}{{ value }} {% translate "Đăng xuất" %}{% endonce %}')
    [node] = page.nodelist.get_nodes_by_type(OnceNode)
    for language, word in (("vi", "Đăng xuất"), ("en", "Sign out"), ("vi", "Đăng xuất")):
        with translation.override(language):
            assert page.render(Context({"value": "a"})) == f"a {word}"
    assert len(node.written) == 2


def test_equal_values_of_different_types_are_told_apart():
    page = template("{% once value=value %}{{ value }}{% endonce %}")
    values = (1, True, "1", "<b>", mark_safe("<b>"))
    expected = ["1", "True", "1", "&lt;b&gt;", "<b>"]
    assert [[page.render(Context({"value": value})) for value in values] for _again in range(2)] == [expected] * 2
    assert page.render(Context({"value": "<b>"}, autoescape=False)) == "<b>"


def test_addresses_follow_the_prefix_of_the_server_and_parts_can_be_included():
    page = template("{% once %}{% url 'home' %}{% include 'components/ring.html' with percent=40 %}{% endonce %}")
    first = page.render(Context())
    try:
        set_script_prefix("/cong/")
        assert page.render(Context()) == first.replace("/", "/cong/", 1)
    finally:
        set_script_prefix("/")
    assert first.startswith("/")
    assert "40" in first


def test_few_are_kept():
    page = template("{% once value=value %}{{ value }}{% endonce %}")
    [node] = page.nodelist.get_nodes_by_type(OnceNode)
    assert [page.render(Context({"value": value})) for value in range(MOST + 3)] == [str(n) for n in range(MOST + 3)]
    assert len(node.written) == 3


def test_it_takes_named_values_only():
    with pytest.raises(TemplateSyntaxError, match="once takes name=value only, not user"):
        template("{% once user %}{% endonce %}")
