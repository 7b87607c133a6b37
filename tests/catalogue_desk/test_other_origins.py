"""Sets that are not ours go the whole way: upload, preview, draft, published, a campaign, answers, scores."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from accounts.roles import Role
from assessments.actions import answers, campaigns
from assessments.actions.answers import Content
from assessments.catalogue import link_problems
from assessments.models import Assessment, Campaign, ScoreSnapshot
from assessments.scorecards import compute, freeze
from catalogue_desk.models import CatalogueUpload
from catalogue_desk.workbook import sheets
from catalogue_desk.workbook.writing import template
from catalogues.versions import publish, store
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue as Guidance
from indicators.models import IndicatorSetVersion
from indicators.queries import catalogue, indicators
from indicators.scoring.measures import RatioValue
from tests.assessments.small import GUIDANCE
from tests.catalogue_desk.sets import saved
from tests.catalogue_desk.views.pages import text
from tests.factories import ProvinceFactory, user_as
from tests.factories.files import upload

pytestmark = pytest.mark.django_db

DATA = Path(__file__).resolve().parents[1] / "data"
DIMENSIONS = {"Economy": "KT", "Environment": "MT", "Society & Culture": "XH"}
HOUSEHOLDS = "EC: ICT: ICT: 1C"


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


def u4ssc_workbook() -> bytes:
    """The template filled from the list of names and units. Targets are invented: the list has none."""
    book = load_workbook(BytesIO(template()))
    notice = "Tên và đơn vị theo danh sách 91 KPI của U4SSC; mốc điểm do bài kiểm thử tự đặt ra, không phải của ITU."
    put(book, sheets.ABOUT, set="u4ssc", number="ITU-T Y.4903", title="U4SSC KPI", notice=notice, origin="bộ làm việc")
    for name, code in DIMENSIONS.items():
        put(book, sheets.GROUPS, code=code, title=name)
    with (DATA / "u4ssc_kpis.csv").open() as file:
        for row in csv.DictReader(file):
            put(book, sheets.INDICATORS, group=DIMENSIONS[row["dimension"]], **indicator(row))
    return saved(book)


def indicator(row: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {"code": row["code"], "title": row["name"], "unit": row["unit"]}
    if row["unit"] == "yes/no":
        return found | {"input": "có/không"}
    names = {"numerator": "Tử số", "denominator": "Mẫu số"} if row["unit"].startswith("%") else {}
    kind = "tử số/mẫu số" if names else "nhập số"
    return found | names | {"input": kind, "rule.kind": "tuyến tính", "rule.floor": 0, "rule.target": 100}


def put(book, sheet, **values):
    """A row; a sentence goes into the column of its Vietnamese."""
    fields = [column.field for column in sheet.columns]
    given = {path if path in fields else f"{path}.vi": value for path, value in values.items()}
    assert set(given) <= set(fields)
    book[sheet.name].append([given.get(path) for path in fields])


def brought_in(client, code: str, files: list[object]) -> IndicatorSetVersion:
    """Through the desk's own pages."""
    response = client.post("/catalogues/indicators/upload/", {"version_code": code, "files": files})
    assert CatalogueUpload.objects.get().faults == []
    assert "Tệp không có lỗi" in text(client.get(response.url))
    client.post(f"{response.url}store/")
    client.post(f"/catalogues/indicators/{code}/publish/")
    return IndicatorSetVersion.objects.get(code=code, status="published")


def opened(by, version: IndicatorSetVersion) -> Assessment:
    """Of a new campaign with this set and a small guidance that gives no values to indicators."""
    content = {**GUIDANCE, "themes": [{**theme, "recommendations": plain(theme)} for theme in GUIDANCE["themes"]]}
    guidance = store(GuidanceVersion, "nho/v1", Guidance.model_validate(content))[0]
    publish(guidance)
    guidance.refresh_from_db()
    ProvinceFactory()
    day = timezone.localdate()
    dates = {name: day + timedelta(days=30) for name in ("submit_by", "review_by", "clarify_by", "publish_on")}
    made = Campaign(name="Đợt thử", code="dot-thu", guidance=guidance, indicators=version, opens_on=day, **dates)
    campaigns.open_campaign(by=by, campaign=campaigns.create(by=by, campaign=made))
    return Assessment.objects.with_campaign().get()


def plain(theme):
    def without_feeds(item):
        return [{name: value for name, value in q.items() if name != "feeds"} for q in item["questions"]]

    return [{**item, "questions": without_feeds(item)} for item in theme["recommendations"]]


def scored(assessment: Assessment, evidence: int = 0) -> dict[str, object]:
    """The claimed and evidenced readings; `evidence` is put beside every answer."""
    inputs, context = freeze(assessment, timezone.localdate())
    inputs["answers"] = [{**answer, "evidence": evidence} for answer in inputs["answers"]]
    snapshot = ScoreSnapshot(assessment=assessment, inputs=inputs, context=context, as_of=timezone.localdate())
    return compute(snapshot)["scorecard"]["readings"]


@pytest.mark.slow
def test_91_kpis_of_u4ssc_become_a_set_that_is_answered_and_scored(client, manager):
    client.force_login(manager)
    version = brought_in(client, "u4ssc/v1", [upload("u4ssc.xlsx", u4ssc_workbook())])
    found = indicators(catalogue(version))
    assert len(found) == 91
    assert [(item.code, item.kind.value) for item in found.values()][:3] == [
        (HOUSEHOLDS, "ratio"),
        ("EC: ICT: ICT: 2C", "ratio"),
        ("EC: ICT: ICT: 3C", "number"),
    ]
    assessment = opened(manager, version)
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    contents = {HOUSEHOLDS: Content(RatioValue(Decimal(3), Decimal(4))), "A-1.2": Content("yes")}
    answers.load(by=coordinator, assessment=assessment, contents=contents)
    # One of 45 in the first of three groups has 75; one question of weight 1 in 7 has 100 (A-1.5 is not asked).
    claimed = scored(assessment)["claimed"]
    assert (claimed["readiness"], claimed["results"], claimed["headline"]) == ("14.29", "0.56", "7.42")
    client.force_login(coordinator)
    assert "Household Internet Access" in text(client.get(f"/assessments/{assessment.pk}/sections/KT/"))


def test_criteria_of_three_levels_become_a_ladder_that_is_climbed(client, manager):
    """As Thông tư 03/2026/TT-BXD prescribes; the criteria are invented (its annex has not been read)."""
    client.force_login(manager)
    files = [upload(path.name, path.read_bytes()) for path in sorted((DATA / "ladder/v1").glob("*.yaml"))]
    version = brought_in(client, "tt03-thu/v1", files)
    assert "theo bậc đạt/không đạt" in text(client.get("/catalogues/indicators/tt03-thu/v1/"))
    assessment = opened(manager, version)
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    met = ("CD1-01", "CD1-02", "CD1-03", "CD2-01", "CD3-01")
    answers.load(by=coordinator, assessment=assessment, contents={code: Content("yes") for code in met})
    without, proved = scored(assessment)["claimed"], scored(assessment, evidence=1)["claimed"]
    assert (without["ladder"]["reached"], proved["ladder"]["reached"]) == (0, 1)
    assert [(level["code"], level["criteria"], level["met"]) for level in proved["ladder"]["levels"]] == [
        ("CD1", 3, 3),
        ("CD2", 2, 1),
        ("CD3", 1, 1),
    ]
    assert (proved["results"], proved["headline"]) == (None, proved["readiness"])


@pytest.mark.slow
def test_set_of_another_origin_that_does_not_fit_its_guidance_is_not_chosen(client, manager):
    client.force_login(manager)
    version = brought_in(client, "u4ssc/v1", [upload("u4ssc.xlsx", u4ssc_workbook())])
    small = Guidance.model_validate(GUIDANCE)
    assert link_problems(small, catalogue(version)) == ["câu A-1.6 cấp giá trị cho chỉ số B-1 không có"]
