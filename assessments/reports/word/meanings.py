"""One line on every field that a template may print, for the page that lists them."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .fields import Kind, Root, Shape, groups, members

KINDS: Mapping[Kind, Promise] = {
    Kind.TEXT: _("chữ"),
    Kind.NUMBER: _("số"),
    Kind.FLAG: _("có hoặc không"),
    Kind.LIST: _("danh sách"),
    Kind.GROUP: _("nhóm trường"),
}


SYNTAX: tuple[tuple[str, Promise], ...] = (
    ("{{ summary.headline }}", _("In một trường chữ hoặc số; trường trong nhóm nối bằng dấu chấm.")),
    (
        "{%p if cover.reason %} … {%p else %} … {%p endif %}",
        _(
            "Chỉ in các đoạn ở giữa khi trường có nội dung. Mỗi thẻ đứng một mình trong một đoạn; bên trong một dòng "
            "thì bỏ chữ p."
        ),
    ),
    (
        "{%p for theme in themes %} {{ theme.head.title }} {%p endfor %}",
        _("In các đoạn ở giữa cho từng mục của danh sách."),
    ),
    (
        "{%tr for row in group.rows %} {{ row.title }} {%tr endfor %}",
        _("In các hàng ở giữa cho từng mục; mỗi thẻ đứng một mình trong một hàng của bảng."),
    ),
    (
        '{{ loop.index }}, {{ themes|length }}, {{ cover.unit|upper }}, {{ part.unbacked|join(", ") }}',
        _("Số thứ tự trong vòng lặp, số mục của danh sách, chữ in hoa, danh sách chữ ghép lại."),
    ),
)
"""How templates are written, by example."""


class Entry(NamedTuple):
    """`leads_to`: the group whose fields stand behind this one, "" for none."""

    name: str
    kind: Promise
    is_optional: bool
    leads_to: str
    meaning: Promise


class Group(NamedTuple):
    """`name`: of the dataclass, for links within the page."""

    name: str
    title: Promise
    entries: list[Entry]


def reference() -> list[Group]:
    """Every group of fields once, from the top down."""
    return [
        Group(group.__name__, TITLES[group.__name__], [_entry(group, *found) for found in members(group).items()])
        for group in groups()
    ]


def _entry(group: type, name: str, shape: Shape) -> Entry:
    lead = shape.innermost
    return Entry(
        name, KINDS[shape.kind], shape.is_optional, lead.__name__ if lead else "", meaning(group.__name__, name)
    )


def meaning(group: str, name: str) -> Promise:
    """Raises KeyError for a field that nobody has described."""
    return MEANINGS[group].get(name) or COMMON[name]


TITLES: Mapping[str, Promise] = {
    Root.__name__: _("Các trường ở ngoài cùng"),
    "Labels": _("Câu bắt buộc và lưu ý"),
    "Titles": _("Tên các chương"),
    "Title": _("Tên một chương"),
    "Cover": _("Trang đầu"),
    "Summary": _("Tóm tắt cho lãnh đạo"),
    "ReadingLine": _("Một cách tính điểm"),
    "Strength": _("Một điểm mạnh"),
    "Step": _("Một việc cần làm"),
    "ThemeChapter": _("Một nhóm nội dung khuyến nghị"),
    "Head": _("Tên và điểm của một nhóm, một khuyến nghị"),
    "RecommendationPart": _("Một khuyến nghị"),
    "GroupChapter": _("Một nhóm chỉ số"),
    "IndicatorRow": _("Một chỉ số"),
    "Standing": _("So sánh với đợt trước và với cả nước"),
    "StandingRow": _("Một dòng so sánh"),
    "Phase": _("Một giai đoạn của lộ trình"),
    "PlanPart": _("Kế hoạch hành động"),
    "PlanRow": _("Một việc trong kế hoạch"),
    "Method": _("Phương pháp"),
    "AnswerSection": _("Câu trả lời của một phần"),
    "AnswerLine": _("Một câu trả lời"),
    "EvidenceItem": _("Một mục minh chứng"),
}

COMMON: Mapping[str, Promise] = {
    "code": _("Mã trong danh mục, ví dụ IOC-6.2"),
    "title": _("Tên"),
    "score": _("Điểm từ 0 đến 100, hai chữ số thập phân"),
    "band": _("Bậc của điểm"),
    "gain": _("Số điểm chung tăng thêm khi khắc phục hết khoảng cách"),
    "head": _("Mã, tên và điểm"),
    "standing": _("Câu so sánh với đợt trước và trung vị; trống nếu chưa có số liệu"),
    "quality": _("Chất lượng số liệu: đo, thống kê, điều tra, ngoại suy hay ước tính"),
    "note": _("Ghi chú"),
    "status": _("Tình trạng"),
}
"""What means the same wherever it stands."""

MEANINGS: Mapping[str, Mapping[str, Promise]] = {
    Root.__name__: {
        "language": _("Ngôn ngữ của báo cáo: vi hoặc en"),
        "identifier": _("Mã của nội dung báo cáo; cùng nội dung thì cùng mã"),
        "title": _("Tên đầy đủ của báo cáo"),
        "titles": _("Số và tên các chương"),
        "cover": _("Địa phương, đợt, trạng thái, mã kiểm tra"),
        "summary": _("Điểm, bậc, điểm mạnh, khoảng cách lớn nhất"),
        "themes": _("Các nhóm nội dung khuyến nghị, theo thứ tự danh mục"),
        "indicator_notice": _("Câu nói rõ bộ chỉ số là bộ làm việc, không phải bộ chính thức; bắt buộc"),
        "indicator_origin": _("Nguồn gốc bộ chỉ số: bộ làm việc hoặc bộ chính thức"),
        "groups": _("Các nhóm chỉ số, theo thứ tự danh mục"),
        "standing": _("So sánh với đợt trước và với kết quả đã công bố"),
        "phases": _("Các giai đoạn của lộ trình 24 tháng"),
        "gap_count": _("Số việc khắc phục khoảng cách"),
        "plan": _("Kế hoạch hành động của đợt này"),
        "earlier_plan": _("Kế hoạch hành động của đợt trước và kết quả"),
        "method": _("Cách tính điểm trong báo cáo này"),
        "answers": _("Toàn bộ câu trả lời theo phần"),
        "evidence": _("Danh mục minh chứng, mỗi mục một số"),
        "recommendation_count": _("Số khuyến nghị"),
        "labels": _("Câu bắt buộc và lưu ý"),
    },
    "Labels": {
        "demonstration": _("“DỮ LIỆU MINH HỌA” nếu số liệu là minh họa, nếu không thì trống; bắt buộc"),
        "demonstration_notice": _("Câu giải thích về dữ liệu minh họa, nếu không phải minh họa thì trống"),
        "draft": _("“DỰ THẢO – TÍNH THỬ” nếu phiếu chưa nộp, nếu không thì trống"),
        "ours": _("Câu nói trọng số, mức và bậc do nhóm xây dựng cổng đặt ra, không phải của Bộ; bắt buộc"),
        "no_recognition": _("Câu nói kết quả không phải là sự công nhận"),
        "no_charts": _("Câu nói bản Word không có biểu đồ"),
    },
    "Titles": {
        "themes": _("Chương về các nhóm nội dung khuyến nghị"),
        "indicators": _("Chương về bộ chỉ số"),
        "standing": _("Chương so sánh, nếu có số liệu"),
        "roadmap": _("Chương lộ trình"),
        "plan": _("Chương kế hoạch hành động, nếu có kế hoạch"),
        "method": _("Chương phương pháp và giới hạn"),
    },
    "Title": {
        "number": _("Số La Mã của chương"),
        "text": _("Tên chương"),
        "full": _("Số và tên chương"),
    },
    "Cover": {
        "province": _("Tên tỉnh, thành phố"),
        "unit": _("Tên kèm loại đơn vị, ví dụ thành phố Huế"),
        "campaign": _("Tên đợt đánh giá"),
        "status": _("Trạng thái của kết quả: tính thử, đã nộp hay đã thẩm định; bắt buộc"),
        "is_draft": _("Kết quả mới là bản tính thử"),
        "is_demonstration": _("Số liệu là minh họa"),
        "reading": _("Cách tính điểm được trình bày"),
        "as_of": _("Ngày tính số liệu"),
        "year": _("Năm lập báo cáo"),
        "made_at": _("Lúc lập bản chấm điểm, dạng ISO"),
        "snapshot": _("Mã bản chấm điểm; bắt buộc"),
        "checksum": _("Mã kiểm tra SHA-256 của bản chấm điểm; bắt buộc"),
        "typed_checksum": _("Phần của mã kiểm tra cần nhập khi tra cứu, viết thành nhóm bốn chữ số"),
        "verify_at": _("Địa chỉ trang tra cứu bản in"),
        "is_verified": _("Kết quả đã thẩm định"),
        "reason": _("Lý do lập lại kết quả đã thẩm định; thường trống"),
    },
    "Summary": {
        "headline": _("Điểm chung"),
        "band": _("Bậc của điểm chung"),
        "readiness": _("Mức sẵn sàng (điểm)"),
        "readiness_band": _("Bậc của mức sẵn sàng"),
        "results": _("Mức kết quả (điểm)"),
        "results_band": _("Bậc của mức kết quả"),
        "finding": _("Câu kết luận chính"),
        "change": _("Câu so với đợt trước; trống nếu chưa có"),
        "place": _("Câu so với cả nước và thứ hạng; trống nếu chưa công bố"),
        "readings": _("Điểm theo ba cách tính"),
        "coverage": _("Câu về số câu đã trả lời và số nội dung có minh chứng"),
        "strengths": _("Các điểm mạnh, tối đa ba"),
        "gaps": _("Các khoảng cách lớn nhất, tối đa năm"),
    },
    "ReadingLine": {
        "name": _("Tên cách tính điểm"),
        "is_shown": _("Là cách tính được trình bày trong báo cáo"),
    },
    "Strength": {"backed": _("Điểm khi chỉ tính nội dung có minh chứng")},
    "Step": {
        "action": _("Việc cần làm tiếp"),
        "lead": _("Cơ quan chủ trì; có thể trống"),
        "effort": _("Công sức: nhỏ, vừa, lớn; có thể trống"),
        "deadline": _("Thời hạn có kết quả; có thể trống"),
        "is_quick": _("Là việc nhanh"),
        "terms": _("Chủ trì, công sức và thời hạn ghép lại"),
    },
    "ThemeChapter": {
        "summary": _("Câu tóm tắt nhóm nội dung trong danh mục"),
        "recommendations": _("Các khuyến nghị của nhóm"),
    },
    "Head": {
        "coverage": _("Tỷ lệ câu đã trả lời"),
        "evidenced": _("Tỷ lệ nội dung cần minh chứng đã có minh chứng; trống nếu không cần"),
        "applies": _("Có áp dụng với địa phương"),
    },
    "RecommendationPart": {
        "state": _("Hiện trạng bằng lời"),
        "gap": _("Câu về khoảng cách; trống nếu không áp dụng"),
        "steps": _("Các việc cần làm"),
        "evidence": _("Số của các mục minh chứng trong danh mục; trống nếu chưa có"),
        "unbacked": _("Mã các câu còn thiếu minh chứng bắt buộc"),
        "clause": _("Căn cứ: văn bản, phần, gạch đầu dòng"),
        "later_rules": _("Quy định sau này về cùng nội dung; có thể trống"),
    },
    "GroupChapter": {"rows": _("Các chỉ số của nhóm")},
    "IndicatorRow": {
        "value": _("Giá trị, hoặc vì sao không có"),
        "target": _("Giá trị thấp nhất được 100 điểm"),
        "source": _("Nguồn số liệu"),
        "origin": _("Chỉ số thuộc bộ làm việc hay bộ chính thức"),
    },
    "Standing": {
        "earlier": _("Tên cột đợt trước; trống nếu không có"),
        "national": _("Tên cột trung vị cả nước; trống nếu chưa công bố"),
        "peers": _("Tên cột trung vị nhóm; trống nếu không có"),
        "intro": _("Các câu cần đọc trước"),
        "change": _("Câu so với đợt trước"),
        "place": _("Câu so với cả nước"),
        "rows": _("Các dòng so sánh: điểm chung, hai mức, các nhóm"),
        "is_known": _("Có số liệu để so sánh"),
    },
    "StandingRow": {
        "earlier": _("Điểm đợt trước"),
        "change": _("Thay đổi so với đợt trước"),
        "national": _("Trung vị cả nước"),
        "peers": _("Trung vị của nhóm so sánh"),
    },
    "Phase": {
        "title": _("Tên giai đoạn, ví dụ 0–6 tháng"),
        "count": _("Số việc của giai đoạn"),
        "gain": _("Số điểm chung tăng tối đa trong giai đoạn"),
        "steps": _("Các việc tăng nhiều nhất, tối đa tám"),
        "left": _("Số việc không liệt kê"),
    },
    "PlanPart": {
        "intro": _("Câu tổng hợp kế hoạch"),
        "rows": _("Các việc trong kế hoạch"),
    },
    "PlanRow": {
        "title": _("Tên câu hỏi hoặc chỉ số"),
        "action": _("Việc làm"),
        "owner": _("Cơ quan, người chủ trì"),
        "due": _("Hạn hoàn thành"),
        "cost": _("Kinh phí dự kiến, triệu đồng"),
        "then": _("Điểm khi lập kế hoạch"),
        "now": _("Điểm hiện nay"),
    },
    "Method": {
        "arithmetic": _("Phép tính điểm chung từ hai mức"),
        "bands": _("Các bậc và khoảng điểm"),
        "alpha": _("Tỷ trọng của mức sẵn sàng trong điểm chung"),
        "guidance": _("Phiên bản danh mục khuyến nghị"),
        "indicators": _("Phiên bản bộ chỉ số"),
        "guidance_notice": _("Lưu ý của danh mục khuyến nghị; có thể trống"),
    },
    "AnswerSection": {
        "title": _("Tên khuyến nghị hoặc nhóm chỉ số"),
        "lines": _("Các câu trả lời"),
    },
    "AnswerLine": {
        "title": _("Câu hỏi; trống với chỉ số vì bảng chỉ số đã có tên"),
        "value": _("Câu trả lời bằng lời; trống nếu không có"),
        "status": _("Vì sao không có câu trả lời; trống nếu có"),
        "score": _("Điểm; trống nếu câu không tính điểm"),
        "evidence": _("Số mục minh chứng"),
        "review": _("Kết luận thẩm định; trống nếu chưa có"),
        "remarks": _("Điểm, chất lượng số liệu và số minh chứng ghép lại"),
    },
    "EvidenceItem": {
        "number": _("Số thứ tự trong danh mục"),
        "words": _("Tên, số, ngày, hiệu lực của mục minh chứng"),
        "codes": _("Mã các câu được chứng minh"),
        "supported": _("Mã các câu được chứng minh, ghép lại"),
    },
}
