import itertools
import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Province
from accounts.provinces import load_provinces
from assessments.enums import CampaignState, WorkStatus
from comparison.models import Edition, NationalReport
from comparison.reports.national_report import build, keep, print_out
from comparison.tasks import render_national_report
from tests.assessments.reports.test_pdf import LETTERS, structure, tags
from tests.factories import BodyFactory, MembershipFactory
from tests.factories.comparison import made_edition, small_campaign

pytestmark = [pytest.mark.slow]  # the PDF is made once, for all tests

HOSTILE = "<script>alert(1)</script> <b>Tỉnh</b>\x07\u202e →"
SHOWN = "<script>alert(1)</script> <b>Tỉnh</b> ->"


@pytest.fixture
def edition(db) -> Edition:
    return made_edition(3)


# -- build -----------------------------------------------------------------------------------------------------------


def test_cover_says_what_it_is_and_whose(edition):
    body = BodyFactory(province=None, name_vi="Cục Thử nghiệm", name_en="Test Agency")
    edition.created_by.memberships.all().delete()
    MembershipFactory(user=edition.created_by, body=body)
    report = build(edition, "vi")
    day = timezone.localtime(edition.finished_at).strftime("%d/%m/%Y")
    assert report.title == f"Báo cáo toàn quốc về phát triển đô thị thông minh – {edition.campaign.name}"
    assert (report.cover.body, report.cover.number, report.cover.seed) == ("Cục Thử nghiệm", 1, 7)
    assert (report.cover.as_of, report.cover.status) == (day, f"Đã công bố ngày {day}")
    assert build(edition, "en").cover.body == "Test Agency"


def test_what_is_not_published_is_a_draft(db):
    edition = made_edition(1, published=False, reason="Tỉnh nộp → lại")
    report = build(edition, "vi")
    assert (report.cover.is_draft, report.cover.status) == (True, "Dự thảo, chưa công bố")
    assert report.cover.reason == "Tỉnh nộp -> lại"


@pytest.mark.parametrize("is_known", [True, False])
def test_body_is_blank_where_nobody_of_the_ministry_made_the_edition(edition, is_known):
    edition.created_by.memberships.all().delete()
    if is_known:
        MembershipFactory(user=edition.created_by)  # a province's
    else:
        edition.created_by = None
    assert build(edition, "vi").cover.body == ""


def test_identifier_is_that_of_edition_state_and_language(edition):
    first = build(edition, "vi")
    again = build(Edition.objects.with_campaign().get(), "vi")
    assert first == again
    english = build(edition, "en").identifier
    edition.published_at = None
    assert len({first.identifier, english, build(edition, "vi").identifier}) == 3


@pytest.mark.parametrize(("provinces", "unranked"), [(1, 0), (2, 2), (34, 1)])
def test_queries_do_not_grow_with_the_provinces(db, provinces, unranked):
    edition = made_edition(provinces, unranked=unranked)
    with CaptureQueriesContext(
        connection,
    ) as found:
        build(Edition.objects.with_campaign().get(pk=edition.pk), "vi")
    assert len(found) <= 38


# -- PDF -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """The report of 34 provinces, one with a hostile name, of a demonstration that is not published; its PDF."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_provinces()
        provinces = list(Province.objects.filter(valid_to__isnull=True))
        campaign = small_campaign(CampaignState.FINAL, is_demonstration=True)
        edition = made_edition(34, published=False, unranked=1, first=provinces, campaign=campaign)
        edition.entries.filter(rank__gt=28).update(is_uncertain=True)
        Province.objects.filter(entries__rank=2).update(name=HOSTILE)
        Province.objects.filter(entries__rank=3).update(name=LETTERS[:60])
        report = build(edition, "vi")
        connection.check_constraints()
        yield report, *print_out(report)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def pages(printed) -> list[str]:
    """The text of every page on one line."""
    _report, content, _pages = printed
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


@pytest.fixture
def document(printed):
    with pikepdf.open(BytesIO(printed[1])) as opened:
        yield opened


def test_numbers_on_the_pages_are_those_of_the_rows(printed, pages):
    report, _content, count = printed
    text = " ".join(pages)
    assert len(pages) == count <= 25
    for line in report.ranking.lines[3:33]:
        row = line.row
        numbers = [f"{score}".replace(".", ",") for score in (row.headline, row.readiness, row.results)]
        interval = f"{row.rank_low}–{row.rank_high}" + (" *" if row.is_uncertain else "")
        assert f"{row.rank} {interval} {row.name} {numbers[0]} {row.band_label} {numbers[1]} {numbers[2]}" in text
    assert report.cover.checksum in text
    assert "33 được xếp hạng" in text


def test_names_are_printed_as_text_whatever_they_are(pages):
    text = " ".join(pages)
    assert text.count(SHOWN) > 2
    assert LETTERS[:60] in text


def test_cover_and_running_marks(pages):
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "BÁO CÁO TOÀN QUỐC",
        "Dự thảo, chưa công bố",
        "dữ liệu minh họa",
    ):
        assert words in pages[0]
    assert all("DỮ LIỆU MINH HỌA" in page and "DỰ THẢO – CHƯA CÔNG BỐ" in page for page in pages)


def test_summary_fits_a_page_and_contents_name_the_pages(pages):
    assert "TÓM TẮT CHO LÃNH ĐẠO" in pages[1]
    assert "Điểm tự đánh giá trung bình cao hơn" in pages[1]
    assert "MỤC LỤC" in pages[2]
    number = int(re.search(r"VII\. Phương pháp và giới hạn ?\.+ ?(\d+)", pages[2])[1])
    assert "VII. PHƯƠNG PHÁP VÀ GIỚI HẠN" in pages[number - 1]


def test_document_is_tagged_and_says_its_language_and_title(document):
    root = document.Root
    assert (bool(root.MarkInfo.Marked), str(root.Lang)) == (True, "vi")
    assert "/StructTreeRoot" in root
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"].startswith("Báo cáo toàn quốc về phát triển đô thị thông minh")


def test_headings_never_skip_a_level(document):
    levels = [int(tag[2]) for tag in tags(document) if re.fullmatch(r"/H\d", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_charts_have_an_alternative_text_and_tables_their_heads(document):
    figures = [str(found.Alt) for found in structure(document) if found.S == "/Figure"]
    assert [alt.split(".")[0] for alt in figures] == [
        "Điểm đã thẩm định của các tỉnh, thành phố",
        "Hạng và khoảng hạng",
        "Mức sẵn sàng và mức kết quả",
        "Điểm từng nhóm nội dung",
        "A Chủ đề A",
        "B Nhóm B",
        "Tự đánh giá cao hơn thẩm định nhiều nhất",
    ]
    assert tags(document).count("/Table") == tags(document).count("/THead") > 0


def test_bookmarks_lead_to_the_chapters(document):
    with document.open_outline() as outline:
        chapters = [chapter.title for chapter in outline.root[0].children]
    assert chapters == [
        "Tóm tắt cho lãnh đạo",
        "Mục lục",
        "I. Điểm và thứ hạng",
        "II. Mức sẵn sàng và mức kết quả",
        "III. Điểm từng nhóm nội dung",
        "IV. Điểm mạnh và khoảng cách theo khuyến nghị",
        "V. Điểm mạnh và khoảng cách theo bộ chỉ số",
        "VI. Tự đánh giá so với thẩm định",
        "VII. Phương pháp và giới hạn",
    ]


def test_every_font_is_embedded_and_ours(document):
    fonts = [found for found in document.objects if isinstance(found, pikepdf.Dictionary) and "/FontName" in found]
    assert {str(font.FontName).split("+")[-1].split("-")[0] for font in fonts} == {"Tinos", "Be"}
    assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


# -- keep ------------------------------------------------------------------------------------------------------------


def test_nobody_ranked_and_a_ladder_have_a_report_in_english(db):
    edition = made_edition(1, unranked=1)
    report = build(edition, "en")
    ladder = replace(report, groups=(), ranking=replace(report.ranking, is_ladder=True, map=""))
    content, _pages = print_out(ladder)
    with pikepdf.open(BytesIO(content)) as opened:
        assert str(opened.Root.Lang) == "en"


def test_task_makes_the_report_ready_and_it_stays_the_same(db):
    made = NationalReport.objects.create(edition=made_edition(1), language="vi")
    render_national_report(str(made.pk))
    made.refresh_from_db()
    assert (made.status, made.failure) == (WorkStatus.READY, "")
    with default_storage.open(made.file.name) as stored:
        assert len(PdfReader(stored).pages) == made.pages
    assert keep(made)["sha256"] == made.sha256, "the same bytes again"
