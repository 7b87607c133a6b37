import html
import re

import pytest
from django.db import connection
from django.urls import reverse

from accounts.roles import Role
from assessments.enums import CampaignState
from planning.models import PlannedAction
from tests.factories import ProvinceFactory, user_as
from tests.factories.comparison import made_edition, small_campaign
from tests.planning.plans import home, planned

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}
SENT = {
    "q_A_1_1-value": "4",
    "q_A_1_3-value": ["c"],
    "q_A_1_6-value": "45,5",
    "q_A_1_7-value": "yes",
    "q_B_2-value": "10",
}


@pytest.fixture
def found(client):
    made = home()
    client.force_login(made.coordinator)
    return made


def url(found, **query):
    path = reverse("planning:what_if", args=[found.snapshot.pk])
    return f"{path}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else path


def numbers(text: str) -> list[str]:
    """Every number of the panel of the outcome, as it is printed."""
    panel = text[text.index('<div class="headline">') :].partition("</table>")[0]
    return re.findall(r"[+−]?[0-9]+,[0-9]{2}", html.unescape(re.sub("<[^>]+>", " ", panel)))


def test_page_offers_everything_with_a_gap_by_section(client, found):
    response = client.get(url(found))
    shown = [
        (section.code, [form.datum.code for form in forms]) for section, forms, _changed in response.context["sections"]
    ]
    assert shown == [("A-1", ["A-1.1", "A-1.3", "A-1.6", "A-1.7"]), ("B", ["B-2"])]
    assert "Chưa đổi câu nào." in response.content.decode()


def test_script_and_page_without_it_give_the_same_numbers(client, found):
    # 4, A-1.3 a and c, A-1.6 45.5, A-1.7 issued: A = (200 + 100 + 75 + 45.5 + 100) / 6; B = (91 + 300) / 4
    made_edition(provinces=3)
    sent = client.post(url(found), SENT, headers=JSON)
    page = client.post(url(found), SENT)
    assert (sent.status_code, page.status_code) == (200, 200)
    data = sent.json()
    assert data["errors"] == {}
    assert data["text"] == "Điểm chung từ 42,08 thành 92,25, bậc Dẫn dắt. Hạng từ 3 thành 1 trên 4."
    assert numbers(data["html"])[:3] == ["92,25", "+50,17", "42,08"]
    assert numbers(data["html"]) == numbers(page.content.decode())


def test_page_without_a_script_keeps_what_was_chosen(client, found):
    text = client.post(url(found), SENT).content.decode()
    assert '<option value="4" selected>' in text
    assert 'value="45,5"' in text
    assert re.search(r'value="c" id="[^"]+" checked', text)
    assert text.count('<details class="panel what-if-section" open>') == 2


def test_nothing_is_stored(client, found):
    planned(found, "B-2")
    before = rows()
    client.post(url(found), SENT, headers=JSON)
    client.post(url(found), SENT)
    client.get(url(found, preset="path"))
    assert rows() == before


def rows() -> dict[str, list]:
    """All of every table but those of sessions."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if "session" not in name]
        found = {}
        for name in tables:
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')
            found[name] = cursor.fetchall()
    assert len(found) > 20
    return found


@pytest.mark.parametrize(
    ("preset", "values"),
    [("quick", {"A-1.1": "3"}), ("path", {"B-2": 10}), ("plan", {"A-1.3": ["c"]}), ("x", {}), ("", {})],
)
def test_ready_made_sets_fill_the_page_in(client, found, preset, values):
    planned(found, "A-1.3")
    response = client.get(url(found, preset=preset))
    assert response.context["outcome"].changed == len(values)
    chosen = {
        form.datum.code: form.initial["value"]
        for _section, forms, _changed in response.context["sections"]
        for form in forms
        if form.initial
    }
    assert chosen == values


def test_set_that_changes_nothing_is_said(client, found):
    assert "Bộ việc này không thay đổi câu nào." in client.get(url(found, preset="plan")).content.decode()


def test_plan_as_a_set_comes_to_what_its_gains_promise(client, found):
    planned(found, "A-1.1", "A-1.3", "A-1.6", "A-1.7", "B-2")
    outcome = client.get(url(found, preset="plan")).context["outcome"]
    promised = sum(action.gain for action in PlannedAction.objects.all())
    assert outcome.headline.difference == round(promised, 2)


@pytest.mark.parametrize(
    "sent",
    [
        {"q_B_2-value": "nhiều"},
        {"q_B_2-value": "\x00"},
        {"q_B_2-value": "9" * 5000},
        {"q_A_1_1-value": "x"},
        {"q_A_1_3-value": ["a", "zzz"]},
        {"q_A_1_6-value": "120"},
        {"q_A_1_7-value": "😀"},
    ],
)
def test_rubbish_is_a_sentence_at_its_field(client, found, sent):
    answer = client.post(url(found), sent, headers=JSON)
    assert answer.status_code == 422
    [(name, [sentence])] = answer.json()["errors"].items()
    assert next(iter(sent)).startswith(name)
    assert answer.json()["text"] == sentence
    assert "html" not in answer.json()
    page = client.post(url(found), sent)
    assert page.status_code == 422
    text = html.unescape(page.content.decode())
    assert text.count(sentence) >= 2  # in the summary and at the field
    assert "<title>Cần sửa: " in page.content.decode().replace("\n", "")


def test_unknown_fields_change_nothing(client, found):
    answer = client.post(url(found), {"q_X-value": "1", "q_A_1_2-value": "no", "code": "B-2"}, headers=JSON)
    assert answer.json()["text"].startswith("Điểm chung từ 42,08 thành 42,08")


def test_rank_is_among_published_results_of_the_same_kind(client, found):
    assert client.get(url(found)).context["outcome"].field is None
    province = found.assessment.province
    made_edition(provinces=3, published=False)
    made_edition(provinces=3, campaign=small_campaign(CampaignState.PUBLISHED, is_demonstration=True))
    assert client.get(url(found)).context["outcome"].field is None
    # 90, the province itself at 50, 10
    made_edition(provinces=3, first=[ProvinceFactory(), province])
    outcome = client.get(url(found)).context["outcome"]
    assert (outcome.rank_before, outcome.ranked) == (2, 3)
    text = client.post(url(found), SENT).content.decode()
    assert "Hạng 1 trên 3" in text


def test_reading_is_that_of_the_address(client, found):
    response = client.get(url(found, reading="evidenced"))
    assert (response.context["reading"], str(response.context["outcome"].headline.before)) == ("evidenced", "33.75")
    sent = {"q_A_1_2-evidence": "on"}
    answer = client.post(url(found, reading="evidenced"), sent, headers=JSON)
    assert "Điểm chung từ 33,75" in answer.json()["text"]


def test_everybody_who_sees_the_assessment_may_try(client, found):
    for role in (Role.CONTRIBUTOR, Role.LEADER, Role.REVIEWER, Role.AUDITOR):
        client.force_login(user_as(role, found.assessment.province))
        assert client.post(url(found), SENT, headers=JSON).status_code == 200
    client.force_login(user_as(Role.COORDINATOR))
    assert client.post(url(found), SENT, headers=JSON).status_code == 404
    assert client.get(url(found)).status_code == 404


def test_page_asks_few_queries(client, found, django_assert_max_num_queries):
    made_edition(provinces=3)
    planned(found, "A-1.1", "A-1.3", "A-1.6", "A-1.7", "B-2")
    client.get(url(found, preset="plan"))
    with django_assert_max_num_queries(8):
        client.get(url(found, preset="plan"))
    with django_assert_max_num_queries(7):
        client.post(url(found), SENT, headers=JSON)
