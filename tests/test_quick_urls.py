"""{% url %}, and the addresses of static files."""

import json
from uuid import uuid4

import pytest
from django.template import Context, RequestContext, engines
from django.test import override_settings
from django.urls import NoReverseMatch, ResolverMatch, reverse, set_script_prefix

from smartcity_portal.quick_urls import QuickURLNode, address
from smartcity_portal.storage import HashedFiles


def written(source, **given):
    return engines["django"].from_string(source).template.render(Context(given))


def test_every_template_writes_addresses_with_it():
    [node] = engines["django"].from_string("{% url 'home' %}").template.nodelist
    assert type(node) is QuickURLNode


def test_address_is_what_reverse_gives_again_and_again():
    for key in (uuid4(), uuid4()) * 2:
        assert written("{% url 'section' key 'IOC-6' %}", key=key) == reverse("section", args=[key, "IOC-6"])
        assert written("{% url 'overview' pk=key %}", key=key) == reverse("overview", args=[key])


def test_equal_values_of_different_types_have_addresses_of_their_own():
    assert [written("{% url 'guidance:recommendation' code %}", code=code) for code in (1, True, "1")] == [
        reverse("guidance:recommendation", args=[code]) for code in (1, True, "1")
    ]


def test_encrypted_key_follows_the_secret():
    first = written("{% url 'campaign' 7 %}")
    with override_settings(SECRET_KEY="another"):
        second = written("{% url 'campaign' 7 %}")
        assert second == reverse("campaign", args=[7])
    assert (first, first != second) == (reverse("campaign", args=[7]), True)


def test_prefix_of_the_server_is_minded():
    try:
        set_script_prefix("/cong/")
        assert written("{% url 'home' %}") == "/cong/"
    finally:
        set_script_prefix("/")
    assert written("{% url 'home' %}") == "/"


def test_variable_takes_an_address_or_nothing():
    assert written("{% url 'home' as found %}[{{ found }}]") == "[/]"
    assert written("{% url 'nowhere' as found %}[{{ found }}]") == "[]"
    with pytest.raises(NoReverseMatch):
        written("{% url 'nowhere' %}")


def test_address_is_escaped_where_the_page_is(rf):
    source = "{% url 'section' key \"a'b\" %}{% autoescape off %} {% url 'section' key \"a'b\" %}{% endautoescape %}"
    shown = written(source, key=uuid4())
    escaped, plain = shown.split()
    assert ("&#x27;" in escaped, "&#x27;" in plain) == (True, False)


def test_application_of_the_request_decides_between_namespaces(rf):
    request = rf.get("/")
    request.resolver_match = ResolverMatch(print, (), {}, namespaces=["comparison"])
    source = engines["django"].from_string("{% url 'comparison:index' %}").template
    assert source.render(RequestContext(request)) == reverse("comparison:index")


def test_value_that_cannot_be_remembered_still_has_an_address():
    assert address("guidance:recommendation", None, (), ["a"]) == reverse("guidance:recommendation", args=[["a"]])


def test_static_file_keeps_its_hashed_address(tmp_path):
    (tmp_path / "staticfiles.json").write_text(
        json.dumps({"version": "1.1", "paths": {"css/a.css": "css/a.0123456789ab.css"}, "hash": ""})
    )
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    assert [storage.url("css/a.css"), storage.url("css/a.css")] == ["/static/css/a.0123456789ab.css"] * 2
    storage.hashed_files["css/a.css"] = "css/a.other.css"
    assert storage.url("css/a.css") == "/static/css/a.0123456789ab.css"
    assert storage.url("css/a.css", force=True) == "/static/css/a.other.css"
    with override_settings(DEBUG=True):
        assert storage.url("css/a.css") == "/static/css/a.css"
