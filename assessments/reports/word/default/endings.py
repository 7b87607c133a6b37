"""The end of the default template: method and limits, all answers, all evidence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .paper import Paper, bold, italic


def method(paper: Paper) -> None:
    paper.heading("{{ titles.method.full }}")
    alpha = {"alpha": "{{ method.alpha }}", "arithmetic": "{{ method.arithmetic }}"}
    paper.line(_("1. Điểm được tính thế nào"), style="Report Subheading")
    paper.line(_leaves())
    paper.line(_branches())
    paper.line(_("Trong báo cáo này tỷ trọng là %(alpha)s: %(arithmetic)s") % alpha)
    paper.line(_("2. Ba cách tính điểm"), style="Report Subheading")
    paper.line(_readings() % {"reading": "{{ cover.reading }}"})
    paper.line(_("3. Khoảng cách và mức tăng"), style="Report Subheading")
    paper.line(_gaps())
    _limits(paper)
    paper.line(_("5. Kiểm tra lại"), style="Report Subheading")
    paper.line(_traced() + " " + _verify())


def _leaves() -> str:
    return _(
        "Điểm trong báo cáo tính theo phương pháp SM-1. Mỗi câu hỏi và chỉ số được chấm từ 0 đến 100 theo quy tắc ghi "
        "trong danh mục: mức đã chọn, số mục đã có, giá trị so với mục tiêu, hoặc văn bản đủ số, ngày và cơ quan ban "
        "hành. Câu chưa trả lời tính 0 điểm; câu không áp dụng thì không tính vào cả tử số và mẫu số."
    )


def _branches() -> str:
    return _(
        "Điểm của khuyến nghị, nhóm nội dung và nhóm chỉ số là trung bình có trọng số của các mục bên dưới. Trung bình "
        "các nhóm nội dung là mức sẵn sàng; trung bình các nhóm chỉ số là mức kết quả. Điểm chung là trung bình của "
        "hai mức đó với tỷ trọng mức sẵn sàng do đợt đánh giá quy định. Chỉ làm tròn một lần, đến hai chữ số thập phân."
    )


def _readings() -> str:
    return _(
        "Báo cáo này trình bày điểm “%(reading)s”, trừ chỗ nói khác. “Tự đánh giá” tính đúng như địa phương trả lời. "
        "“Có minh chứng” tính 0 điểm cho nội dung bắt buộc có minh chứng mà chưa có. “Đã thẩm định” thay câu trả lời "
        "bằng kết luận của người thẩm định."
    )


def _gaps() -> str:
    return _(
        "Khoảng cách của một câu là phần còn thiếu tới 100 điểm. Mức tăng là khoảng cách đó nhân với tỷ trọng của câu "
        "trong điểm chung, tức số điểm chung tăng thêm khi khoảng cách được khắc phục hết. Việc nêu ra là bước kế tiếp "
        "ngay trên mức hiện nay, lấy từ danh mục. “Việc nhanh” là việc tốn ít công sức mà mức tăng không dưới trung vị."
    )


def _limits(paper: Paper) -> None:
    paper.line(_("4. Giới hạn"), style="Report Subheading")
    with paper.where("method.guidance_notice"):
        paper.line("{{ method.guidance_notice }}", style="List Bullet")
    paper.line("{{ labels.ours }}", style="List Bullet")
    paper.line("{{ labels.no_recognition }}", style="List Bullet")
    part = {"part": "{{ titles.indicators.number }}"}
    paper.line(_("Bộ chỉ số đang dùng là bộ làm việc, như đã nêu tại mục %(part)s.") % part, style="List Bullet")
    with paper.where("standing.national"):
        paper.line(_medians(), style="List Bullet")
    for text in (_quality(), _unsigned(), "{{ labels.no_charts }}"):
        paper.line(text, style="List Bullet")


def _medians() -> str:
    return _(
        "Trung vị, thứ hạng và các nhóm so sánh do cổng tính từ kết quả đã công bố; cách xếp hạng và chia nhóm do nhóm "
        "xây dựng cổng đặt ra."
    )


def _quality() -> str:
    return _(
        "Điểm phụ thuộc vào độ tin cậy của số liệu đã nhập; cột “Chất lượng” cho biết số liệu được đo, thống kê, điều "
        "tra, ngoại suy hay ước tính."
    )


def _unsigned() -> str:
    return _(
        "Báo cáo do hệ thống lập tự động và là dự thảo cho đến khi được cơ quan có thẩm quyền ký ban hành; vì vậy số, "
        "ngày và chữ ký để trống."
    )


def _traced() -> str:
    text = _(
        "Danh mục đã dùng: %(guidance)s và %(indicators)s. Mọi con số lấy từ bản chấm điểm %(snapshot)s đã lưu và "
        "không đổi; mã kiểm tra ở trang đầu tính trên câu trả lời, bối cảnh, bảng điểm và diễn giải của bản đó."
    )
    names = {"guidance": "{{ method.guidance }}", "indicators": "{{ method.indicators }}"}
    return text % {**names, "snapshot": "{{ cover.snapshot }}"}


def _verify() -> str:
    names = {"address": "{{ cover.verify_at }}", "digits": "{{ cover.typed_checksum }}"}
    return _("Để kiểm tra bản in, mở %(address)s và nhập %(digits)s.") % names


def answers(paper: Paper) -> None:
    paper.heading(_("Phụ lục I. Toàn bộ câu trả lời"), own_page=True)
    note = "{% if line.note %} " + _("Ghi chú:") + " {{ line.note }}{% endif %}"
    review = "{% if line.review %} " + _("Thẩm định:") + " {{ line.review }}.{% endif %}"
    with paper.each("section in answers"):
        paper.line("{{ section.code }}. {{ section.title }}", style="Report Subheading")
        with paper.each("line in section.lines"):
            paper.line(
                bold("{{ line.code }}"),
                "{% if line.title %} {{ line.title }}{% endif %}: {{ line.status }}{{ line.value }}.",
                "{% if line.remarks %} {{ line.remarks }}.{% endif %}",
                italic(note + review),
                style="Report Answer",
            )


def evidence(paper: Paper) -> None:
    with paper.where("evidence"):
        paper.heading(_("Phụ lục II. Danh mục minh chứng"), own_page=True)
        paper.line(_about_evidence() % {"total": "{{ evidence|length }}", "unit": "{{ cover.unit }}"})
        with paper.each("item in evidence"):
            paper.line(bold("{{ item.number }}."), " {{ item.words }} ({{ item.supported }})", style="Report Answer")


def _about_evidence() -> str:
    """How many there are is not known to a template; "2 items" is the least wrong."""
    return ngettext(
        "Danh mục có %(total)s mục, theo thứ tự khuyến nghị và nhóm chỉ số; trong ngoặc là mã các câu trả lời mà mục "
        "đó chứng minh. Văn bản không ghi cơ quan ban hành là của Ủy ban nhân dân %(unit)s.",
        "Danh mục có %(total)s mục, theo thứ tự khuyến nghị và nhóm chỉ số; trong ngoặc là mã các câu trả lời mà mục "
        "đó chứng minh. Văn bản không ghi cơ quan ban hành là của Ủy ban nhân dân %(unit)s.",
        2,
    )
