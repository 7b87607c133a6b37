"""The exchange format "smartcity-answers/1" (docs/scoring.md): reading with every problem listed, and writing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .frame import Answer, Answers, Frame, Leaf, Review, Verdict
from .measures import UNREADABLE, DocumentValue, RatioValue, Refused, Value, name_of, read_number, read_text, shown

SCHEMA = "smartcity-answers/1"
MOST_ANSWERS, LONGEST_REASON = 10_000, 2_000
DOCUMENT_FIELDS = frozenset({"schema", "guidance", "indicators", "alpha", "answers", "notice"})
"""`notice` is for people ("dữ liệu minh họa") and not read."""

ANSWER_FIELDS = frozenset({"code", "value", "not_applicable", "reason", "evidence", "review"})
REVIEW_FIELDS = frozenset({"verdict", "value"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something refused: which leaf ("" for the document), which field, what was expected, what came."""

    code: str
    field: str
    expected: str
    came: str

    def __str__(self) -> str:
        return f"{self.code or 'tệp'}: {self.field}: cần {self.expected}; nhận được: {self.came}"


class ExchangeError(ValueError):
    """A document refused as a whole, with every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Header:
    """`guidance` and `indicators` name catalogue versions ("cv2333/v1"); "" if the document leaves one out."""

    guidance: str
    indicators: str
    alpha: Decimal


def read_header(document: Any) -> Header:
    """The part that says which catalogues the answers belong to. Raises ExchangeError."""
    if not isinstance(document, Mapping):
        raise ExchangeError([Problem("", "", "một đối tượng JSON", shown(document))])
    problems = _unknown_fields("", document, DOCUMENT_FIELDS)
    if document.get("schema") != SCHEMA:
        problems.append(Problem("", "schema", SCHEMA, shown(document.get("schema"))))
    alpha = _alpha(document.get("alpha", "0.5"), problems)
    for field in ("guidance", "indicators"):
        if not isinstance(document.get(field, ""), str):
            problems.append(Problem("", field, "tên phiên bản danh mục", shown(document[field])))
        problems += _unreadable("", field, document.get(field))
    if not isinstance(document.get("answers"), list) or len(document["answers"]) > MOST_ANSWERS:
        came = (
            f"{len(document['answers'])} mục"
            if isinstance(document.get("answers"), list)
            else shown(document.get("answers"))
        )
        problems.append(Problem("", "answers", f"danh sách có không quá {MOST_ANSWERS} câu trả lời", came))
    if problems:
        raise ExchangeError(problems)
    return Header(document.get("guidance", ""), document.get("indicators", ""), alpha)


def read_answers(document: Mapping[str, Any], frame: Frame) -> dict[str, Answer]:
    """All answers of a document whose header was read. Raises ExchangeError with every problem."""
    leaves = {leaf.code: leaf for leaf in frame.leaves()}
    problems: list[Problem] = []
    answers: dict[str, Answer] = {}
    for position, raw in enumerate(document["answers"]):
        code = raw.get("code") if isinstance(raw, Mapping) else raw
        leaf = leaves.get(code) if isinstance(raw, Mapping) and isinstance(code, str) else None
        if leaf is None:
            problems.append(
                Problem("", f"answers[{position}].code", "mã câu hỏi hoặc chỉ số có trong danh mục", shown(code))
            )
        elif leaf.code in answers:
            problems.append(Problem(leaf.code, "code", "mỗi mã một lần", "mã bị lặp"))
        else:
            answers[leaf.code] = _answer(leaf, raw, problems)
    if problems:
        raise ExchangeError(problems)
    return answers


def write_answers(header: Header, answers: Answers) -> dict[str, Any]:
    """The document that `read_header` and `read_answers` turn back into the same answers; only a character that the
    format does not carry, if a person got one into the portal, becomes U+FFFD."""
    versions = {"guidance": header.guidance, "indicators": header.indicators, "alpha": plain(header.alpha)}
    return {"schema": SCHEMA, **versions, "answers": [_written(code, answer) for code, answer in answers.items()]}


def written_value(value: Value | None) -> Any:
    """A value as the format has it: strings, lists and groups of strings."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, RatioValue):
        return {"numerator": plain(value.numerator), "denominator": plain(value.denominator)}
    if isinstance(value, DocumentValue):
        day = value.date.isoformat() if value.date else ""
        return {"number": value.number, "date": day, "issuer": value.issuer}
    return list(value) if isinstance(value, tuple) else value


def plain(number: Decimal) -> str:
    """Without exponent and trailing noughts, so that equal numbers are written equally."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _alpha(raw: Any, problems: list[Problem]) -> Decimal:
    try:
        alpha = read_number(raw, "alpha")
    except Refused:
        alpha = Decimal(-1)
    if not 0 <= alpha <= 1:
        problems.append(Problem("", "alpha", "một số từ 0 đến 1", shown(raw)))
    return alpha


def _answer(leaf: Leaf, raw: Mapping[str, Any], problems: list[Problem]) -> Answer:
    problems += _unknown_fields(leaf.code, raw, ANSWER_FIELDS)
    value = _value(leaf, raw.get("value"), "value", problems)
    evidence = raw.get("evidence", 0)
    if not isinstance(evidence, int) or isinstance(evidence, bool) or not 0 <= evidence <= 10_000:
        problems.append(Problem(leaf.code, "evidence", "số minh chứng từ 0 đến 10000", shown(evidence)))
        evidence = 0
    not_applicable, reason = _not_applicable(leaf, raw, problems)
    return Answer(None if not_applicable else value, not_applicable, reason, evidence, _review(leaf, raw, problems))


def _unknown_fields(code: str, raw: Mapping[str, Any], known: frozenset[str], inside: str = "") -> list[Problem]:
    """A misspelt field is a problem, not a silent default."""
    unknown = sorted(set(raw) - known, key=str)
    return [Problem(code, inside + shown(field), "một trường của định dạng", "trường lạ") for field in unknown]


def _not_applicable(leaf: Leaf, raw: Mapping[str, Any], problems: list[Problem]) -> tuple[bool, str]:
    flag, reason = raw.get("not_applicable", False), raw.get("reason", "")
    if not isinstance(flag, bool):
        problems.append(Problem(leaf.code, "not_applicable", "true hoặc false", shown(flag)))
    elif flag and not leaf.may_not_apply:
        problems.append(Problem(leaf.code, "not_applicable", "false, vì câu này áp dụng cho mọi địa phương", "true"))
    problems += _unreadable(leaf.code, "reason", reason)
    try:
        reason = read_text(reason, "reason", LONGEST_REASON)
    except Refused as refused:
        problems.append(Problem(leaf.code, "reason", refused.expected, refused.came))
        return flag is True, ""
    if flag is True and leaf.may_not_apply and not reason.strip():
        problems.append(Problem(leaf.code, "reason", "lý do không áp dụng", "ô trống"))
    return flag is True, reason


def _value(leaf: Leaf, raw: Any, field: str, problems: list[Problem]) -> Value | None:
    if raw is None:
        return None
    parts = raw.items() if isinstance(raw, Mapping) else [("", raw)]
    found = [each for part, text in parts for each in _unreadable(leaf.code, _inside(field, part), text)]
    value = None
    try:
        value = leaf.measure.read(raw)
    except Refused as refused:
        named = {problem.field for problem in found}
        faults = [(_inside(field, fault.field), fault) for fault in (refused, *refused.also)]
        found += [Problem(leaf.code, name, fault.expected, fault.came) for name, fault in faults if name not in named]
    problems += found
    return None if found else value


def _inside(field: str, part: Any) -> str:
    return f"{field}.{shown(part)}" if part else field


def _unreadable(code: str, field: str, raw: Any) -> list[Problem]:
    """The first character of a text that not every database can keep."""
    found = UNREADABLE.search(raw) if isinstance(raw, str) else None
    expected = "văn bản không có ký tự điều khiển hay nửa mã UTF-16"
    return [Problem(code, field, expected, f"ký tự {name_of(found[0])}")] if found else []


def _review(leaf: Leaf, raw: Mapping[str, Any], problems: list[Problem]) -> Review | None:
    found = raw.get("review")
    if found is None:
        return None
    verdict = found.get("verdict") if isinstance(found, Mapping) else found
    if not isinstance(found, Mapping) or verdict not in list(Verdict):
        problems.append(Problem(leaf.code, "review.verdict", f"một trong {', '.join(Verdict)}", shown(verdict)))
        return None
    problems += _unknown_fields(leaf.code, found, REVIEW_FIELDS, "review.")
    value = _value(leaf, found.get("value"), "review.value", problems) if verdict == Verdict.ADJUSTED else None
    if verdict == Verdict.ADJUSTED and found.get("value") is None:
        problems.append(Problem(leaf.code, "review.value", "giá trị điều chỉnh", "ô trống"))
    return Review(Verdict(verdict), value)


def _written(code: str, answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": code,
        "value": _readable(written_value(answer.value)),
        "not_applicable": answer.not_applicable,
        "reason": _readable(answer.reason),
        "evidence": answer.evidence,
    }
    if answer.review:
        found["review"] = {"verdict": str(answer.review.verdict)}
        if answer.review.verdict is Verdict.ADJUSTED:
            found["review"]["value"] = _readable(written_value(answer.review.value))
    return found


def _readable(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {name: _readable(part) for name, part in raw.items()}
    return UNREADABLE.sub("\ufffd", raw) if isinstance(raw, str) else raw
