"""The first sheet: whose workbook it is, until when, and how to fill it in."""

from django.utils import timezone
from django.utils.formats import date_format

from assessments.models import Assessment

from .formats import Formats
from .paper import Paper, height
from .source import Source

DEMONSTRATION = "DỮ LIỆU MINH HỌA: số liệu trong bảng tính này được tạo ra để trình bày, không phải số liệu thật."

WIDTH = 110

STEPS = (
    "Mỗi nhóm nội dung là một trang, bộ chỉ số là trang cuối. Mỗi câu một dòng; câu danh mục thêm mỗi mục một dòng.",
    "Chỉ điền vào các ô vàng có viền đậm. Các ô khác đã khóa; không đổi cột “Mã” vì cổng nhận ra câu theo mã.",
    "Ô có danh sách thì chọn trong danh sách. Số thập phân viết theo kiểu Việt Nam: 1.234,5. Ngày viết ngày/tháng/năm.",
    "Không dùng công thức trong ô vàng, không gộp ô; dán số liệu từ nơi khác thì dán giá trị.",
    "Câu danh mục: chọn Có hoặc Không ở từng mục; đã trả lời thì mục để trống tính là Không.",
    "Xóa trắng một câu trả lời đã có là rút câu trả lời đó. Không động đến ô nào thì không thay đổi gì.",
    "Minh chứng không đi cùng bảng tính: hãy gắn tệp, đường dẫn, văn bản ở từng câu trên cổng.",
    "Rê chuột vào góc đỏ ở cột “Câu hỏi, chỉ số” để xem thế nào là minh chứng, cách tính và nguồn số liệu.",
    "Điền xong, lưu dạng .xlsx rồi gửi ở trang “Điền bằng Excel” của phiếu. Cổng kiểm tra từng ô và cho xem trước "
    "mọi thay đổi; chỉ khi xác nhận thì câu trả lời mới được lưu, tất cả hoặc không gì cả.",
    "Câu mà đồng nghiệp đã sửa trên cổng sau khi tải bảng tính sẽ được hiện cả hai bản để chọn; không bản nào bị "
    "ghi đè âm thầm.",
)


def write_guide(worksheet: Paper, source: Source, formats: Formats) -> None:
    worksheet.set_column(0, 0, 24)
    worksheet.set_column(1, 1, WIDTH)
    row = _head(worksheet, source, formats)
    for label, text in facts(source):
        worksheet.write_string(row, 0, label, formats["fact"])
        worksheet.write_string(row, 1, text, formats["plain"])
        row += 1
    row += 1
    worksheet.write_string(row, 0, "Cách điền", formats["fact"])
    for step in STEPS:
        worksheet.write_string(row, 1, f"– {step}", formats["plain"])
        worksheet.set_row(row, height((step, WIDTH)))
        row += 1
    worksheet.write_string(row, 0, "Ô để điền", formats["fact"])
    worksheet.write_string(row, 1, "Ô điền được trông như thế này.", formats["sample"])
    row += 2
    for label, text in notices(source):
        worksheet.write_string(row, 0, label, formats["fact"])
        worksheet.write_string(row, 1, text, formats["plain"])
        worksheet.set_row(row, height((text, WIDTH)))
        row += 1


def _head(worksheet: Paper, source: Source, formats: Formats) -> int:
    """The row below it."""
    title = f"Phiếu tự đánh giá: {source.assessment.province}"
    worksheet.write_string(0, 0, title, formats["title"])
    if not source.assessment.campaign.is_demonstration:
        return 2
    worksheet.write_string(1, 0, DEMONSTRATION, formats["demonstration"])
    return 3


def facts(source: Source) -> list[tuple[str, str]]:
    assessment, campaign = source.assessment, source.assessment.campaign
    found = [
        ("Tỉnh, thành phố", str(assessment.province)),
        ("Đợt đánh giá", f"{campaign.name} ({campaign.code})"),
        ("Trạng thái phiếu", str(assessment.get_state_display())),
        ("Hạn", deadline(assessment)),
        ("Tải về lúc", date_format(timezone.localtime(source.at), "H:i d/m/Y")),
        ("Danh mục", f"{campaign.guidance.code}; {campaign.indicators.code}"),
    ]
    if source.closed:
        found.append(("Chỉ để xem", source.closed))
    elif assessment.clarify_until:
        found.append(("Phạm vi", f"Chỉ {len(source.opened)} câu được yêu cầu giải trình là điền được."))
    return found


def deadline(assessment: Assessment) -> str:
    if assessment.clarify_until:
        return f"giải trình đến hết ngày {date_format(assessment.clarify_until)}"
    return f"nộp đến hết ngày {date_format(assessment.submit_by)}"


def notices(source: Source) -> list[tuple[str, str]]:
    """What of the catalogues is ours, as they say it themselves."""
    guidance, indicators = source.catalogue.guidance, source.catalogue.indicators
    found = []
    if guidance and guidance.document:
        found.append(("Về khuyến nghị", str(guidance.document.notice)))
    if indicators and indicators.set:
        found.append(("Về bộ chỉ số", str(indicators.set.notice)))
    ours = "Trọng số, thang mức và cách chấm điểm là của cổng, không phải quy định của các văn bản được dẫn."
    return [*found, ("Về cách chấm", ours)]
