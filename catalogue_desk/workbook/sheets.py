"""The template's sheets and columns. Its words are a file format, the same in every language of the portal: what was
written on one computer is read on another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from openpyxl.utils import get_column_letter

FIELDS_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3
GUIDE = "Hướng dẫn"


class Form(Enum):
    """How a cell turns into a value."""

    TEXT = auto()
    NUMBER = auto()
    WORD = auto()
    CODES = auto()
    STEPS = auto()
    REFERENCES = auto()


@dataclass(frozen=True)
class Column:
    """`field` is the path in the schema; `is_written`: a filled template states the value though it is the default."""

    field: str
    title: str
    help: str
    form: Form = Form.TEXT
    words: Mapping[str, str] = field(default_factory=dict)
    width: int = 16
    is_written: bool = False


@dataclass(frozen=True)
class Sheet:
    name: str
    help: str
    columns: tuple[Column, ...]

    def column(self, path: str) -> Column | None:
        """The column of a path, of a part of it, or of what it is a part of."""
        while path:
            for found in self.columns:
                if found.field == path or found.field.startswith(f"{path}."):
                    return found
            path = path.rpartition(".")[0]
        return None

    def label(self, column: Column) -> str:
        """As a person finds it: letter and heading."""
        return f"{get_column_letter(self.columns.index(column) + 1)}: {column.title}"


YES_NO = {"true": "có", "false": "không"}
KINDS = {
    "level": "chọn mức",
    "yes_no": "có/không",
    "yes_partial_no": "có/một phần/không",
    "checklist": "đánh dấu danh mục",
    "number": "nhập số",
    "ratio": "tử số/mẫu số",
    "document": "nêu văn bản",
    "text": "lời văn",
}
EVIDENCE = {"required": "bắt buộc", "optional": "nếu có", "none": "không cần"}
RULES = {"linear": "tuyến tính", "steps": "theo mốc", "optimum": "khoảng tối ưu"}
DIRECTIONS = {"higher": "càng cao càng tốt", "lower": "càng thấp càng tốt", "range": "trong khoảng"}
FREQUENCIES = {
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "half_yearly": "sáu tháng",
    "yearly": "hằng năm",
}
ORIGINS = {"official": "chính thức", "working": "bộ làm việc"}
SCORINGS = {"weighted": "theo trọng số", "ladder": "theo bậc đạt/không đạt"}
EFFORTS = {"S": "S", "M": "M", "L": "L"}
HORIZONS = {"0-6": "0-6 tháng", "6-12": "6-12 tháng", "12-24": "12-24 tháng"}


def _both(path: str, title: str, help_text: str, width: int = 30) -> tuple[Column, Column]:
    """A sentence in the two languages."""
    vietnamese = Column(f"{path}.vi", title, help_text, width=width)
    return vietnamese, Column(f"{path}.en", f"{title} (tiếng Anh)", "Bản tiếng Anh; có thể để trống.", width=width)


def _number(path: str, title: str, help_text: str, is_written: bool = False) -> Column:
    return Column(path, title, help_text, Form.NUMBER, width=11, is_written=is_written)


def _word(path: str, title: str, help_text: str, words: Mapping[str, str], is_written: bool = False) -> Column:
    return Column(path, title, help_text, Form.WORD, words, is_written=is_written)


WEIGHT = _number("weight", "Trọng số", "Số lớn hơn 0; để trống là 1.", is_written=True)
NEXT_STEP = (
    *_both("action", "Việc nên làm", "Việc nên làm để đạt mức cao hơn."),
    Column("lead", "Cơ quan chủ trì", "Mã ở trang “Cơ quan”."),
    _word("effort", "Công sức", "S, M hoặc L.", EFFORTS),
    _word("horizon", "Thời hạn", "Khoảng thời gian thực hiện.", HORIZONS),
)

ABOUT = Sheet(
    "Bộ chỉ số",
    "Một dòng về cả bộ.",
    (
        Column("set", "Mã bộ", "Mã ngắn của văn bản, ví dụ cv3098."),
        Column("number", "Số, ký hiệu", "Số, ký hiệu văn bản ban hành."),
        *_both("title", "Tên bộ", "Tên đầy đủ của bộ chỉ số.", 40),
        *_both("notice", "Lưu ý về nguồn gốc", "Được nêu ở mọi nơi hiện bộ: phần nào chính thức, phần nào không.", 60),
        _word("origin", "Nguồn gốc", "“chính thức” chỉ khi đúng nguyên văn phụ lục đã ban hành.", ORIGINS),
        _word("scoring", "Cách tính cả bộ", "Để trống là theo trọng số; theo bậc thì mỗi nhóm là một bậc.", SCORINGS),
    ),
)
BODIES = Sheet(
    "Cơ quan",
    "Các cơ quan mà chỉ số nhắc đến; có thể để trống cả trang.",
    (Column("code", "Mã", "Mã ngắn, ví dụ SKHCN."), *_both("title", "Tên cơ quan", "Tên đầy đủ.")),
)
GROUPS = Sheet(
    "Nhóm",
    "Mỗi dòng một nhóm chỉ số, theo thứ tự sẽ hiện.",
    (
        Column("code", "Mã nhóm", "Mã ngắn, không trùng mã nào khác."),
        *_both("title", "Tên nhóm", "Tên nhóm."),
        *_both("summary", "Mô tả", "Một câu về nhóm; có thể để trống.", 40),
        WEIGHT,
    ),
)
INDICATORS = Sheet(
    "Chỉ số",
    "Mỗi dòng một chỉ số.",
    (
        Column("group", "Nhóm", "Mã nhóm ở trang “Nhóm”."),
        Column("code", "Mã chỉ số", "Không trùng mã nào khác; chữ không dấu, số, dấu chấm, gạch, hai chấm, dấu cách."),
        *_both("title", "Tên chỉ số", "Tên ngắn gọn."),
        _word("input", "Cách trả lời", "Chọn trong danh sách.", KINDS),
        *_both("unit", "Đơn vị", "Đơn vị của giá trị, ví dụ %.", 12),
        *_both("numerator", "Tử số", "Chỉ dùng với “tử số/mẫu số”."),
        *_both("denominator", "Mẫu số", "Chỉ dùng với “tử số/mẫu số”."),
        _number("minimum", "Nhỏ nhất", "Giá trị nhỏ nhất được nhập; chỉ dùng với “nhập số”."),
        _number("maximum", "Lớn nhất", "Giá trị lớn nhất được nhập; chỉ dùng với “nhập số”."),
        _word("whole", "Số nguyên", "“có” nếu chỉ nhận số nguyên.", YES_NO),
        _word("may_exceed", "Tử vượt mẫu", "“có” nếu tử số được lớn hơn mẫu số.", YES_NO),
        _word("evidence", "Minh chứng", "Để trống là “nếu có”.", EVIDENCE, is_written=True),
        _word("scored", "Tính điểm", "Để trống là “có”.", YES_NO),
        _word("may_not_apply", "Được không áp dụng", "“có” nếu tỉnh được nêu lý do không áp dụng.", YES_NO),
        WEIGHT,
        _word("rule.kind", "Quy tắc điểm", "Cần có với “nhập số” và “tử số/mẫu số”.", RULES),
        _number("rule.floor", "Mốc 0 điểm", "Tuyến tính, khoảng tối ưu: giá trị được 0 điểm."),
        _number(
            "rule.target",
            "Mốc 100 điểm",
            "Tuyến tính: giá trị được 100 điểm; nhỏ hơn mốc 0 điểm thì càng thấp càng tốt.",
        ),
        Column("rule.steps", "Các mốc", "Theo mốc: “giá trị: điểm; giá trị: điểm”, tăng dần.", Form.STEPS, width=24),
        _word("rule.lower_is_better", "Mốc càng thấp càng tốt", "Theo mốc: “có” nếu giá trị thấp thì tốt.", YES_NO),
        _number("rule.low", "Tối ưu từ", "Khoảng tối ưu: từ giá trị này được 100 điểm."),
        _number("rule.high", "Tối ưu đến", "Khoảng tối ưu: đến giá trị này được 100 điểm."),
        _number("rule.ceiling", "Mốc 0 điểm phía trên", "Khoảng tối ưu: từ giá trị này trở lên được 0 điểm."),
        _word("direction", "Chiều", "Để trống là càng cao càng tốt.", DIRECTIONS, is_written=True),
        *_both("definition", "Định nghĩa", "Chỉ số đo cái gì.", 40),
        *_both("rationale", "Vì sao đo", "Lý do cần chỉ số.", 40),
        *_both("method", "Cách tính", "Cách lấy số liệu và tính.", 40),
        *_both("source", "Nguồn số liệu", "Số liệu lấy ở đâu."),
        Column("body", "Cơ quan cung cấp", "Mã ở trang “Cơ quan”."),
        _word("frequency", "Chu kỳ", "Để trống là hằng năm.", FREQUENCIES, is_written=True),
        *_both("evidence_expected", "Minh chứng cần có", "Tài liệu nào chứng minh giá trị."),
        Column("recommendations", "Khuyến nghị liên quan", "Các mã khuyến nghị, cách nhau dấu phẩy.", Form.CODES),
        Column("reference", "Tham chiếu", "Mỗi dòng trong ô một tham chiếu: “bộ: mã”.", Form.REFERENCES, width=24),
        _word("origin", "Nguồn gốc", "Để trống là bộ làm việc.", ORIGINS, is_written=True),
        *NEXT_STEP,
    ),
)
OPTIONS = Sheet(
    "Lựa chọn",
    "Mỗi dòng một lựa chọn của chỉ số kiểu chọn mức, đánh dấu danh mục, có/không; có/không để trống là như mặc định.",
    (
        Column("indicator", "Mã chỉ số", "Mã ở trang “Chỉ số”."),
        Column("code", "Mã lựa chọn", "Không trùng trong một chỉ số; có/không dùng đúng yes, no, partial."),
        *_both("label", "Nội dung", "Điều người trả lời đọc.", 50),
        _number("score", "Điểm", "0 đến 100; để trống là chia đều theo thứ tự."),
        _number("weight", "Trọng số", "Chỉ dùng với “đánh dấu danh mục”; để trống là 1."),
        *NEXT_STEP,
    ),
)
SHEETS = (ABOUT, GROUPS, INDICATORS, OPTIONS, BODIES)
