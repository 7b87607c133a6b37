import re

import pytest

from accounts.models import User
from accounts.roles import Role
from catalogues.versions import publish, store
from guidance.models import GuidanceVersion
from tests.factories import guidance_version, user_as
from tests.factories.catalogues import real_guidance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]


def page(response) -> str:
    """The text of a page, tags left out and blanks folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def reader(client):
    client.force_login(user_as(Role.CONTRIBUTOR))
    return client


def test_index_lists_themes_recommendations_and_documents(reader):
    guidance_version()
    response = reader.get("/guidance/")
    text = page(response)
    for theme in real_guidance().themes:
        assert f"{theme.code} {theme.title.vi}" in text
        for item in theme.recommendations:
            assert f'href="/guidance/{item.code}/"' in response.content.decode()
    assert real_guidance().document.notice.vi in text
    assert "2333/BTTTT-CĐSQG" in text


def test_recommendation_shows_its_source_later_rules_and_questions(reader):
    guidance_version()
    text = page(reader.get("/guidance/IOC-6/"))
    assert "2333/BTTTT-CĐSQG, phần IOC, gạch đầu dòng thứ 4" in text
    assert "269/2025/NĐ-CP" in text
    assert "1709/BKHCN-CĐSQG" in text
    for question in real_guidance().themes[2].recommendations[0].questions:
        assert f"{question.code} {question.title.vi}" in text
        assert question.prompt.vi in text


def test_recommendation_is_shown_in_english(reader):
    guidance_version()
    User.objects.update(language="en")
    text = page(reader.get("/guidance/IOC-6/"))
    assert "How far has the province's data strategy" in text.replace("&#x27;", "'")


def test_unknown_recommendation_is_not_found(reader):
    guidance_version()
    assert reader.get("/guidance/IOC-99/").status_code == 404


def test_drafts_are_not_shown(reader):
    store(GuidanceVersion, "cv2333/v1", real_guidance())
    assert reader.get("/guidance/").status_code == 404
    assert reader.get("/guidance/IOC-6/").status_code == 404


def test_latest_published_version_is_shown(reader):
    guidance_version()
    newer, _changed = store(GuidanceVersion, "a/v1", real_guidance().model_copy(update={"code": "a/v1"}))
    publish(newer)
    store(GuidanceVersion, "z/v1", real_guidance().model_copy(update={"code": "z/v1"}))
    assert str(reader.get("/guidance/").context["version"]) == "a/v1"


def test_rules_the_document_does_not_describe_are_left_out(reader):
    source = {"document": "none", "part": "X", "bullet": 1}
    question = {"code": "A-1.1", "kind": "text", "prompt": "Câu hỏi?"}
    item = {"code": "A-1", "title": "r", "source": source, "later_rules": ["none"], "questions": [question]}
    theme = {"code": "A", "title": "t", "recommendations": [item]}
    found = type(real_guidance()).model_validate({"code": "a/v1", "document": None, "themes": [theme]})
    publish(store(GuidanceVersion, "a/v1", found)[0])
    context = reader.get("/guidance/A-1/").context
    assert (context["source"], context["later_rules"]) == (None, [])
    assert "Câu hỏi?" in page(reader.get("/guidance/A-1/"))
    assert reader.get("/guidance/").status_code == 200


def test_pages_are_read_only_and_need_a_sign_in(client, reader):
    guidance_version()
    assert reader.post("/guidance/").status_code == 405
    assert reader.post("/guidance/IOC-6/").status_code == 405
    client.logout()
    assert client.get("/guidance/").url == "/accounts/login/?next=/guidance/"
