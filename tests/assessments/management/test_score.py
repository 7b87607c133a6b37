import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from hypothesis import given, settings

from indicators.scoring import scorecard
from tests.assessments import small
from tests.factories.catalogues import ROOT

from .refused_files import UNREADABLE, WRONG_ANSWERS, WRONG_HEADERS, documents, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogues(db):
    small.store_versions()


def run(*arguments: object, **options) -> str:
    """What the command prints."""
    printed = io.StringIO()
    call_command("score", *map(str, arguments), stdout=printed, **options)
    return printed.getvalue()


def lines_refusing(*arguments: object, **options) -> list[str]:
    """What the command says on exit 2; nothing is printed as a score."""
    printed = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("score", *map(str, arguments), stdout=printed, **options)
    assert (refused.value.returncode, printed.getvalue()) == (2, "")
    return str(refused.value).splitlines()


# -- scoring ---------------------------------------------------------------------------------------------------------


def test_score_prints_the_scorecard_of_a_file(written):
    found = json.loads(run(written(text(*small.ANSWERS))))
    assert (found["schema"], found["method"]) == ("smartcity-scorecard/1", "SM-1")
    assert {name: reading["headline"] for name, reading in found["readings"].items()} == {
        "claimed": "42.08",
        "evidenced": "33.75",
        "verified": "39.11",
    }
    assert found["readings"]["claimed"]["nodes"][2] == {
        "code": "A-1.1",
        "kind": "question",
        "score": "50.00",
        "weight": "2",
        "coverage": "100.00",
        "evidenced": "100.00",
        "contribution": "8.33",
    }


def test_score_is_the_same_as_the_portals(written):
    assert json.loads(run(written(text(*small.ANSWERS)))) == small.scored().scorecard


def test_score_reads_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text(*small.ANSWERS).encode())))
    assert json.loads(run("-"))["readings"]["claimed"]["headline"] == "42.08"


def test_score_of_no_answers_is_nought(written):
    assert json.loads(run(written(text())))["readings"]["claimed"]["headline"] == "0.00"


def test_score_takes_numbers_written_as_numbers_exactly(written):
    as_numbers = text({"code": "B-2", "value": 7}, alpha=0.1)
    as_strings = text({"code": "B-2", "value": "7"}, alpha="0.1")
    assert run(written(as_numbers)) == run(written(as_strings))


@pytest.mark.parametrize(("left_out", "halves"), [("guidance", (None, "30.00")), ("indicators", ("0.00", None))])
def test_score_of_one_catalogue_alone_is_that_half(left_out, halves, written):
    document = small.inputs([{"code": "B-2", "value": "7"}] if left_out == "guidance" else [])
    del document[left_out]
    found = json.loads(run(written(json.dumps(document))))["readings"]["claimed"]
    assert (found["readiness"], found["results"]) == halves
    assert found["headline"] == (halves[0] or halves[1])


def test_score_judges_document_dates_by_today_or_the_day_asked_for(written):
    paper = {"number": "1", "date": "2026-05-06", "issuer": "Ủy ban nhân dân tỉnh"}
    path = written(text({"code": "A-1.7", "value": paper}))
    with time_machine.travel("2026-05-05T12:00:00+07:00"):
        found = [
            json.loads(run(path, *day))["readings"]["claimed"]["headline"] for day in ((), ("--as-of", "2026-05-06"))
        ]
    assert [headline == "0.00" for headline in found] == [True, False]


def test_score_explains_a_node(written):
    path = written(text(*small.ANSWERS))
    assert run(path, "--explain", "A-1.1").splitlines() == [
        "A-1.1: lựa chọn “Mức 2”. Điểm: 50,00.",
        "A-1.1 có trọng số 2, chiếm 16,67% điểm chung và góp 8,33 điểm.",
    ]
    evidenced = run(path, "--explain", "A-1.2", "--reading", "evidenced")
    assert evidenced.splitlines()[0] == "A-1.2 cần minh chứng nhưng chưa có nên tính 0 điểm."
    assert lines_refusing(path, "--explain", "ZZ") == ["Không có mục nào mang mã ZZ."]


# -- catalogues that are not installed -------------------------------------------------------------------------------


def test_score_against_folders_needs_no_installed_version(written):
    folders = (
        "--guidance-dir",
        ROOT / "guidance/data/cv2333/v1",
        "--indicators-dir",
        ROOT / "indicators/data/cv3098/v1",
    )
    path = written(text({"code": "ICT-4.6", "value": "yes"}, guidance="x", indicators="y"))
    nodes = json.loads(run(path, *folders))["readings"]["claimed"]["nodes"]
    assert next(node for node in nodes if node["code"] == "ICT-4.6")["score"] == "100.00"
    assert {node["kind"] for node in nodes} == {"theme", "recommendation", "question", "group", "indicator"}


def test_score_against_one_folder_is_that_half_alone(written):
    path = written(text({"code": "ICT-4.6", "value": "yes"}))
    found = json.loads(run(path, "--guidance-dir", ROOT / "guidance/data/cv2333/v1"))["readings"]["claimed"]
    assert (found["results"], found["headline"]) == (None, found["readiness"])


@pytest.mark.parametrize("option", ["--guidance-dir", "--indicators-dir"])
def test_score_refuses_a_folder_that_is_no_catalogue(option, written, tmp_path):
    folder = tmp_path / "thu" / "v1"
    folder.mkdir(parents=True)
    (folder / "1.yaml").write_text("theme: {code: A}\n", encoding="utf-8")
    lines = lines_refusing(written(text()), option, folder)
    assert lines
    assert all("1.yaml" in line for line in lines)
    assert lines_refusing(written(text()), option, tmp_path / "khong-co")


@pytest.mark.parametrize("option", ["--guidance-dir", "--indicators-dir"])
def test_score_refuses_a_folder_with_a_link_that_leads_nowhere(option, written, tmp_path):
    folder = ROOT / ("guidance/data/cv2333/v1" if option == "--guidance-dir" else "indicators/data/cv3098/v1")
    copy = shutil.copytree(folder, tmp_path / "thu" / "v1")
    (copy / "9.yaml").symlink_to("khong-co.yaml")
    expected = "9.yaml: cần là một tệp thường hoặc liên kết đến một tệp thường"
    assert lines_refusing(written(text()), option, copy) == [expected]


# -- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answers", "lines"), WRONG_ANSWERS)
def test_score_lists_every_problem_with_code_field_expected_and_came(answers, lines, written):
    assert lines_refusing(written(text(*answers))) == lines


@pytest.mark.parametrize(("content", "lines"), WRONG_HEADERS)
def test_score_lists_every_problem_of_the_document_itself(content, lines, written):
    assert lines_refusing(written(content)) == lines


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"guidance": "nho/v2"}, "tệp: guidance: cần tên một phiên bản đã nạp; nhận được: nho/v2"),
        ({"indicators": "khac/v1"}, "tệp: indicators: cần tên một phiên bản đã nạp; nhận được: khac/v1"),
        ({"guidance": "", "indicators": ""}, "tệp: guidance: cần tên một phiên bản đã nạp; nhận được: ô trống"),
    ],
)
def test_score_refuses_a_version_that_is_not_loaded(fields, line, written):
    assert lines_refusing(written(text(**fields))) == [line]


@pytest.mark.parametrize("name", UNREADABLE)
def test_score_refuses_a_file_that_cannot_be_read(name, written):
    content, sentence = UNREADABLE[name]
    path = written(content)
    assert lines_refusing(path) == [f"{path}: {sentence}"]


def test_score_refuses_a_file_that_is_not_there_and_a_folder(tmp_path):
    path = tmp_path / "khong-co.json"
    assert lines_refusing(path) == [f"{path}: không đọc được tệp: không có tệp này"]
    assert lines_refusing(tmp_path) == [f"{tmp_path}: không đọc được tệp: đây là một thư mục"]


@pytest.mark.slow
@given(documents)
@settings(max_examples=200, deadline=None)
def test_score_of_any_json_is_a_scorecard_or_a_list_of_problems(document):
    printed = io.StringIO()
    path = Path(django_settings.VAR_DIR) / "any.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")
    problems = refusal_of(path, printed)
    if problems:
        assert printed.getvalue() == ""
    else:
        scorecard.from_json(json.loads(printed.getvalue()))


def refusal_of(path: Path, printed: io.StringIO) -> str:
    """ "" where the file was scored; an exit status other than 2 is an error."""
    try:
        call_command("score", str(path), stdout=printed)
    except CommandError as refused:
        if refused.returncode != 2:
            raise
        return str(refused)
    return ""


@pytest.mark.slow
def test_score_exits_with_status_2_and_an_empty_output(written):
    command = [sys.executable, ROOT / "manage.py", "score", written(text({"code": "ZZ-1"}))]
    folder = ["--guidance-dir", ROOT / "guidance/data/cv2333/v1"]
    done = subprocess.run([*command, *folder], check=False, capture_output=True, text=True, env=os.environ)
    assert (done.returncode, done.stdout) == (2, "")
    expected = "tệp: answers[0].code: cần mã câu hỏi hoặc chỉ số có trong danh mục; nhận được: ZZ-1"
    assert done.stderr.splitlines()[-1].endswith(expected)
