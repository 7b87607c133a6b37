from datetime import date
from decimal import Decimal

import pytest

from assessments.catalogue import campaign_catalogue
from planning.actions.plans import Details
from planning.enums import ActionStatus
from planning.forms.actions import ActionForm, OwnActionForm
from tests.assessments.small import open_assessment_on_small
from tests.factories import BodyFactory

pytestmark = pytest.mark.django_db
SENT = {"text": "Đo lại", "status": "under_way", "seen": "3"}


@pytest.fixture
def assessment():
    return open_assessment_on_small()


def form(assessment, **sent) -> ActionForm:
    return ActionForm(assessment, {"text": "Cũ"}, {**SENT, **sent})


def test_form_gives_what_the_action_takes(assessment):
    body = BodyFactory(province=assessment.province)
    sent = form(assessment, owner=str(body.pk), due="01/09/2026", cost="1.250,5", note="Đã giao việc.")
    assert sent.is_valid()
    assert Details(**sent.details()) == Details(
        "Đo lại", body, "", date(2026, 9, 1), Decimal("1250.5"), ActionStatus.UNDER_WAY, "Đã giao việc."
    )
    assert sent.cleaned_data["seen"] == 3


def test_least_that_is_needed_is_the_work_and_its_status(assessment):
    sent = form(assessment)
    assert sent.is_valid()
    assert Details(**sent.details()) == Details("Đo lại", status=ActionStatus.UNDER_WAY)


def test_only_bodies_of_the_province_are_offered(assessment):
    body, other = BodyFactory(province=assessment.province, name_vi="Sở Xây dựng"), BodyFactory()
    assert form(assessment).fields["owner"].choices == [("", "Chưa giao"), (body.pk, "Sở Xây dựng")]
    assert form(assessment, owner=str(other.pk)).errors == {
        "owner": ["Cơ quan này không có trong danh sách của tỉnh; hãy chọn lại."]
    }


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"text": "  "}, "text", "Hãy ghi việc cần làm."),
        ({"text": "x" * 2001}, "text", "Cần không quá 2000 ký tự; bạn nhập 2001 ký tự."),
        ({"text": "a\x00b"}, "text", "Có ký tự không đọc được; hãy nhập lại."),
        ({"owner": "9" * 40}, "owner", "Cơ quan này không có trong danh sách của tỉnh; hãy chọn lại."),
        ({"owner": "x"}, "owner", "Cơ quan này không có trong danh sách của tỉnh; hãy chọn lại."),
        ({"owner_text": "x" * 121}, "owner_text", "Cần không quá 120 ký tự; bạn nhập 121 ký tự."),
        ({"due": "31/02/2026"}, "due", "Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."),
        ({"due": "01/01/1999"}, "due", "Năm cần từ 2000 đến 2100; bạn nhập 1999."),
        (
            {"cost": "một trăm"},
            "cost",
            "Kinh phí cần một số triệu đồng, ví dụ 120 hoặc 1.250,5; bạn nhập “mộttrăm”.",
        ),
        (
            {"cost": "-1"},
            "cost",
            "Kinh phí cần từ 0 đến 999.999.999,999 triệu đồng, không quá 3 chữ số thập phân; bạn nhập -1.",
        ),
        (
            {"cost": "1,2345"},
            "cost",
            "Kinh phí cần từ 0 đến 999.999.999,999 triệu đồng, không quá 3 chữ số thập phân; bạn nhập 1,2345.",
        ),
        (
            {"cost": "1000000000"},
            "cost",
            "Kinh phí cần từ 0 đến 999.999.999,999 triệu đồng, không quá 3 chữ số thập phân; bạn nhập 1.000.000.000.",
        ),
        ({"status": "x"}, "status", "Lựa chọn này không có trong danh sách; hãy chọn lại."),
        ({"status": ""}, "status", "Hãy điền mục này."),
        ({"note": "x" * 2001}, "note", "Cần không quá 2000 ký tự; bạn nhập 2001 ký tự."),
    ],
)
def test_rubbish_is_refused_with_a_sentence(assessment, sent, field, sentence):
    assert form(assessment, **sent).errors == {field: [sentence]}


@pytest.mark.parametrize("cost", ["1e5", "NaN", "Infinity", "0x10", "1" * 40, "٣"])
def test_what_looks_like_a_number_and_is_none_is_refused(assessment, cost):
    assert list(form(assessment, cost=cost).errors) == ["cost"]


def test_owner_is_a_body_or_a_name_not_both(assessment):
    body = BodyFactory(province=assessment.province)
    sentence = "Hãy chọn một cơ quan hoặc ghi người phụ trách khác, không làm cả hai."
    assert form(assessment, owner=str(body.pk), owner_text="Tổ đo").errors == {"owner_text": [sentence]}


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_version_that_is_none_is_one_that_nobody_has(assessment, seen):
    sent = form(assessment, seen=seen)
    assert sent.is_valid()
    assert sent.cleaned_data["seen"] == 0


def test_own_action_belongs_to_a_leaf_of_the_catalogues(assessment):
    catalogue = campaign_catalogue(assessment.campaign)
    offered = OwnActionForm(assessment, catalogue, "A-1.3")
    assert (next(iter(offered.fields)), offered["code"].value()) == ("code", "A-1.3")
    assert len(offered.fields["code"].choices) == len(catalogue.items) + 1
    for code, sentence in (
        ("", "Hãy điền mục này."),
        ("X", "Lựa chọn này không có trong danh sách; hãy chọn lại."),
    ):
        assert OwnActionForm(assessment, catalogue, "", {**SENT, "code": code}).errors == {"code": [sentence]}
    assert OwnActionForm(assessment, catalogue, "", {**SENT, "code": "B-1"}).is_valid()
