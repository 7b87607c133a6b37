"""{% translate %}."""

import pytest
from django.template import Context, engines
from django.templatetags.i18n import TranslateNode
from django.utils import translation

from smartcity_portal.quick_words import QuickTranslateNode

NODES = {
    "{% translate 'Điểm' %}": QuickTranslateNode,
    "{% translate 'nhỏ' context 'effort' %}": QuickTranslateNode,
    "{% translate 'Điểm' as word %}{{ word }}": QuickTranslateNode,
    "{% translate 'Điểm' noop %}": QuickTranslateNode,
    "{% translate 'Điểm'|upper %}": TranslateNode,
    "{% translate word %}": TranslateNode,
    "{% translate 'nhỏ' context kind %}": TranslateNode,
    "{% translate 'nhỏ' context kind|lower %}": TranslateNode,
}


def compiled(source):
    return engines["django"].from_string(source).template


def djangos(source):
    """Of Django's own tag, which a template can load."""
    return compiled("{% load i18n %}" + source)


@pytest.mark.parametrize("source", NODES)
def test_words_are_those_that_django_says_in_every_language(source):
    ours, theirs = compiled(source), djangos(source)
    said = []
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            given = [Context({"word": "Điểm", "kind": "effort"}) for _of in (ours, theirs)]
            said.append((ours.render(given[0]), theirs.render(given[1])))
    assert [ours for ours, _theirs in said] == [theirs for _ours, theirs in said]
    assert type(ours.nodelist[0]) is NODES[source]


def test_english_words_are_others_than_vietnamese_ones():
    ours = compiled("{% translate 'Điểm' %}")
    with translation.override("en"):
        english = ours.render(Context())
    assert (english, ours.render(Context())) == ("Score", "Điểm")


def test_what_stands_in_a_template_is_not_escaped_and_a_doubled_percent_sign_is_one():
    ours = compiled("{% translate '<b>100%</b>' %}")
    assert [ours.render(Context()), ours.render(Context())] == ["<b>100%</b>"] * 2
