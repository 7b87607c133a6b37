"""Answer files that are refused, and every line that must be said about each."""

import json
from typing import Any

from hypothesis import strategies as st

from tests.assessments import small

FORMAT = "một số có không quá 12 chữ số nguyên và 8 chữ số thập phân"
GROWING = "\ufb2c"
"""One character that is three in NFC."""

LEVELS = "một trong 0, 1, 2, 3, 4"
READABLE = "văn bản không có ký tự điều khiển hay nửa mã UTF-16"


def text(*answers: Any, **fields: Any) -> str:
    return json.dumps({**small.inputs(list(answers)), **fields})


WRONG_ANSWERS = [
    (
        [{"code": "ZZ-1", "value": "1"}, {"value": "1"}, "A-1.1"],
        [
            "tệp: answers[0].code: cần mã câu hỏi hoặc chỉ số có trong danh mục; nhận được: ZZ-1",
            "tệp: answers[1].code: cần mã câu hỏi hoặc chỉ số có trong danh mục; nhận được: null",
            "tệp: answers[2].code: cần mã câu hỏi hoặc chỉ số có trong danh mục; nhận được: A-1.1",
        ],
    ),
    (
        [{"code": "A-1.1", "value": "1"}, {"code": "A-1.1", "value": "2"}],
        ["A-1.1: code: cần mỗi mã một lần; nhận được: mã bị lặp"],
    ),
    (
        [
            {"code": "A-1.1", "value": 2},
            {"code": "A-1.3", "value": "a"},
            {"code": "B-2", "value": ["7"]},
            {"code": "A-1.6", "value": "25"},
            {"code": "A-1.7", "value": "12/QĐ"},
            {"code": "A-1.8", "value": 5},
        ],
        [
            f"A-1.1: value: cần {LEVELS}; nhận được: 2",
            "A-1.3: value: cần danh sách các mã trong a, b, c; nhận được: a",
            f"B-2: value: cần {FORMAT}; nhận được: ['7']",
            "A-1.6: value: cần một nhóm numerator và denominator; nhận được: 25",
            "A-1.7: value: cần một nhóm number, date và issuer; nhận được: 12/QĐ",
            "A-1.8: value: cần văn bản dài không quá 10000 ký tự; nhận được: 5",
        ],
    ),
    (
        [{"code": "A-1.6", "value": {"numerator": "5", "denominator": "4"}}],
        ["A-1.6: value.numerator: cần giá trị từ 0 đến 4; nhận được: 5"],
    ),
    (
        [{"code": "A-1.6", "value": {"numerator": "x", "denominator": "0,5"}}],
        [
            f"A-1.6: value.denominator: cần {FORMAT}; nhận được: 0,5",
            f"A-1.6: value.numerator: cần {FORMAT}; nhận được: x",
        ],
    ),
    (
        [{"code": "A-1.7", "value": {"number": "1", "date": "31/12/2025", "issuer": ""}}],
        ["A-1.7: value.date: cần ngày dạng YYYY-MM-DD; nhận được: 31/12/2025"],
    ),
    (
        [{"code": "A-1.1", "not_applicable": True, "reason": "Không muốn."}, {"code": "A-1.4", "not_applicable": True}],
        [
            "A-1.1: not_applicable: cần false, vì câu này áp dụng cho mọi địa phương; nhận được: true",
            "A-1.4: reason: cần lý do không áp dụng; nhận được: ô trống",
        ],
    ),
    (
        [{"code": "A-1.1", "valeu": "2", "evidence": -1}],
        [
            "A-1.1: valeu: cần một trường của định dạng; nhận được: trường lạ",
            "A-1.1: evidence: cần số minh chứng từ 0 đến 10000; nhận được: -1",
        ],
    ),
    (
        [
            {"code": "A-1.4", "not_applicable": True, "reason": GROWING * 2_000_000},
            {"code": "A-1.7", "value": {"number": "1\x1b", "date": "x", "issuer": GROWING * 200}},
            {"code": "A-1.8", "value": "a\x00b", "reason": "\udfff"},
            {"code": "A-1.1", "value": "2\x07"},
        ],
        [
            f"A-1.4: reason: cần văn bản dài không quá 2000 ký tự; nhận được: {GROWING * 77}...",
            f"A-1.7: value.number: cần {READABLE}; nhận được: ký tự U+001B",
            "A-1.7: value.date: cần ngày dạng YYYY-MM-DD; nhận được: x",
            f"A-1.7: value.issuer: cần văn bản dài không quá 200 ký tự; nhận được: {GROWING * 77}...",
            f"A-1.8: value: cần {READABLE}; nhận được: ký tự U+0000",
            f"A-1.8: reason: cần {READABLE}; nhận được: ký tự U+DFFF",
            f"A-1.1: value: cần {READABLE}; nhận được: ký tự U+0007",
        ],
    ),
]
"""(answers, lines)"""

WRONG_HEADERS = [
    ("[]", ["tệp: : cần một đối tượng JSON; nhận được: []"]),
    (text(schema="smartcity-answers/2"), ["tệp: schema: cần smartcity-answers/1; nhận được: smartcity-answers/2"]),
    (text(alpha="1.5"), ["tệp: alpha: cần một số từ 0 đến 1; nhận được: 1.5"]),
    (
        text(guidance=5, answers={}),
        [
            "tệp: guidance: cần tên phiên bản danh mục; nhận được: 5",
            "tệp: answers: cần danh sách có không quá 10000 câu trả lời; nhận được: {}",
        ],
    ),
    (text(note="x"), ["tệp: note: cần một trường của định dạng; nhận được: trường lạ"]),
    (
        text(guidance="\ud800", indicators="nho\x00"),
        [
            f"tệp: guidance: cần {READABLE}; nhận được: ký tự U+D800",
            f"tệp: indicators: cần {READABLE}; nhận được: ký tự U+0000",
        ],
    ),
    (
        '{"schema": "smartcity-answers/1", "schema": "x", "answers": [{"code": "A-1.1", "value": "1", "value": "2", '
        '"value": "3"}, {"value": {"date": 1, "date": 2}, "code": "A-1.7"}, {"code": "B-2", "code": ["x"]}]}',
        [
            "A-1.1: value: cần mỗi trường một lần; nhận được: trường bị lặp",
            "tệp: date: cần mỗi trường một lần; nhận được: trường bị lặp",
            "tệp: code: cần mỗi trường một lần; nhận được: trường bị lặp",
            "tệp: schema: cần mỗi trường một lần; nhận được: trường bị lặp",
        ],
    ),
]
"""(text of the file, lines)"""

UNREADABLE = {
    "nothing": (b"", "không phải JSON: sai ở dòng 1, cột 1"),
    "cut short": (b'{"schema": ', "không phải JSON: sai ở dòng 1, cột 12"),
    "no JSON": ("xin chào".encode(), "không phải JSON: sai ở dòng 1, cột 1"),
    "two documents": (b"{}\n{}", "không phải JSON: sai ở dòng 2, cột 1"),
    "UTF-16": (text().encode("utf-16"), "tệp không phải UTF-8 (byte thứ 1)"),
    "windows-1258": (b'{"schema": "ti\xeang"}', "tệp không phải UTF-8 (byte thứ 15)"),
    "windows-1258 after a mark": (b'\xef\xbb\xbf{"schema": "ti\xeang"}', "tệp không phải UTF-8 (byte thứ 18)"),
    "two marks": (b"\xef\xbb\xbf" * 2 + b"{}", "không phải JSON: sai ở dòng 1, cột 1"),
    "nested beyond reason": (b"[" * 100_000, "các nhóm lồng nhau quá nhiều cấp"),
    "an endless number": (b'{"alpha": ' + b"9" * 5000 + b"}", "có số nguyên dài quá 4300 chữ số"),
}
"""name: (bytes of the file, sentence)"""

texts = st.text() | st.text(st.characters(categories=["Cs", "Cc", "L"]), max_size=5)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
codes = st.sampled_from(["A-1.1", "A-1.2", "A-1.3", "A-1.4", "A-1.6", "A-1.7", "A-1.8", "B-1", "B-2", "ZZ"])
likely_values = json_values | st.sampled_from(
    [
        "0",
        "2",
        "yes",
        "7",
        "-1",
        ["a"],
        [],
        {"numerator": "1", "denominator": "4"},
        {"number": "1", "date": "2026-01-02"},
    ]
)
likely_answers = st.fixed_dictionaries(
    {"code": codes},
    optional={
        "value": likely_values,
        "not_applicable": st.booleans() | json_values,
        "reason": texts | json_values,
        "evidence": st.integers(0, 3) | json_values,
        "review": json_values | st.fixed_dictionaries({"verdict": st.sampled_from(["accepted", "rejected"])}),
    },
)
documents = json_values | st.builds(
    small.inputs, st.lists(likely_answers, max_size=5), alpha=st.sampled_from(["0.5", "1", "2"]) | json_values
)
"""Anything that is JSON, and things that are nearly an answers file."""
