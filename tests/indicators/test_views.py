import html
import re

import pytest

from accounts.roles import Role
from catalogues.versions import publish, store
from indicators import queries
from indicators.models import IndicatorSetVersion
from tests.factories import indicator_version, user_as
from tests.factories.catalogues import real_indicators

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]


def page(response) -> str:
    """The text of a page, tags left out and blanks folded."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def reader(client):
    client.force_login(user_as(Role.CONTRIBUTOR))
    return client


def test_index_lists_groups_and_indicators_and_says_it_is_a_working_set(reader):
    indicator_version()
    text = page(reader.get("/indicators/"))
    for group in real_indicators().groups:
        assert f"{group.code} {group.title.vi}" in text
        for item in group.indicators:
            assert f"{item.code} {item.title.vi}" in text
    assert text.count(real_indicators().set.notice.vi) == 1


@pytest.mark.parametrize("code", ["HT-06", "DL-03", "CQ-06", "CQ-07", "DV-16", "AT-05", "CD-01", "DM-07"])
def test_sheet_shows_definition_method_source_body_and_notice(reader, code):
    indicator_version()
    response = reader.get(f"/indicators/{code}/")
    item = queries.indicators(real_indicators())[code]
    text = page(response)
    for part in (item.title, item.definition, item.rationale, item.method, item.source, item.evidence_expected):
        assert " ".join(part.vi.split()) in text
    bodies = {body.code: body.title.vi for body in real_indicators().set.bodies}
    assert bodies[item.body] in text
    assert text.count(real_indicators().set.notice.vi) == 1
    for code in item.recommendations:
        assert f'href="/guidance/{code}/"' in response.content.decode()


def test_sheet_without_a_set_file_names_the_codes(reader):
    item = {"code": "A-01", "title": "t", "input": "yes_no", "body": "SXD", "lead": "STC", "action": "Làm ngay"}
    group = {"code": "A", "title": "g", "indicators": [item]}
    found = type(real_indicators()).model_validate({"code": "a/v1", "set": None, "groups": [group]})
    publish(store(IndicatorSetVersion, "a/v1", found)[0])
    context = reader.get("/indicators/A-01/").context
    assert (context["body"], context["lead"], context["group"].code) == ("SXD", "STC", "A")
    assert reader.get("/indicators/").status_code == 200


def test_unknown_indicator_is_not_found(reader):
    indicator_version()
    assert reader.get("/indicators/XX-99/").status_code == 404


def test_drafts_are_not_shown(reader):
    store(IndicatorSetVersion, "cv3098/v1", real_indicators())
    assert reader.get("/indicators/").status_code == 404
    assert reader.get("/indicators/DL-03/").status_code == 404


def test_latest_published_set_is_shown(reader):
    indicator_version()
    newer, _changed = store(IndicatorSetVersion, "a/v1", real_indicators().model_copy(update={"code": "a/v1"}))
    publish(newer)
    assert str(reader.get("/indicators/").context["version"]) == "a/v1"


def test_pages_are_read_only_and_need_a_sign_in(client, reader):
    indicator_version()
    assert reader.post("/indicators/").status_code == 405
    client.logout()
    assert client.get("/indicators/DL-03/").url == "/accounts/login/?next=/indicators/DL-03/"
