import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalogues.versions import VersionStatus
from guidance import queries
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from tests.factories.catalogues import real_guidance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]
THEME = """\
theme: {code: T, title: t}
recommendations:
  - code: T-1
    title: r
    source: {document: cv1, part: ICT, bullet: 1}
    questions:
      - code: T-1.1
        kind: yes_no
        prompt: p
        feeds: [G-1]
"""
GROUP = """\
group: {code: G, title: g}
indicators:
  - code: G-1
    title: i
    input: yes_no
    recommendations: [T-1]
"""


class Shelves:
    """Two folders of catalogues and the command run on them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("guidance/cv1/v1/a.yaml", THEME)
        self.write("indicators/s/v1/a.yaml", GROUP)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def load(self, **options) -> list[str]:
        out = StringIO()
        folders = {name: self.root / name for name in ("guidance", "indicators")}
        call_command("load_catalogues", **{**folders, **options}, stdout=out)
        return out.getvalue().splitlines()

    def refusal(self, **options) -> list[str]:
        with pytest.raises(CommandError) as caught:
            self.load(**options)
        assert caught.value.returncode == 2
        return str(caught.value).splitlines()


@pytest.fixture
def shelves(tmp_path) -> Shelves:
    return Shelves(tmp_path)


def stored() -> list[tuple[str, str, str]]:
    return [
        (version.code, version.status, version.checksum)
        for model in (GuidanceVersion, IndicatorSetVersion)
        for version in model.objects.all()
    ]


# -- loading ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_shipped_catalogues_are_loaded_as_drafts():
    out = StringIO()
    call_command("load_catalogues", stdout=out)
    assert out.getvalue() == "cv2333/v1: đã nạp\ncv3098/v1: đã nạp\n"
    assert [(code, status) for code, status, _checksum in stored()] == [("cv2333/v1", "draft"), ("cv3098/v1", "draft")]
    assert queries.catalogue(GuidanceVersion.objects.get()) == real_guidance()


def test_loading_again_changes_nothing(shelves):
    assert shelves.load() == ["cv1/v1: đã nạp", "s/v1: đã nạp"]
    before = stored()
    assert shelves.load() == ["cv1/v1: không đổi", "s/v1: không đổi"]
    assert stored() == before


def test_published_versions_stay_published_when_loaded_again(shelves):
    shelves.load(publish=True)
    times = list(GuidanceVersion.objects.values_list("published_at", "loaded_at"))
    shelves.load(publish=True)
    shelves.load()
    assert {status for _code, status, _checksum in stored()} == {VersionStatus.PUBLISHED}
    assert list(GuidanceVersion.objects.values_list("published_at", "loaded_at")) == times


def test_draft_takes_the_new_content(shelves):
    shelves.load()
    before = stored()
    shelves.write("guidance/cv1/v1/a.yaml", THEME.replace("prompt: p", "prompt: q"))
    assert shelves.load() == ["cv1/v1: đã nạp", "s/v1: không đổi"]
    assert stored()[0] != before[0]
    assert stored()[1] == before[1]


def test_published_version_is_never_altered_and_nothing_else_is_loaded(shelves):
    shelves.load(publish=True)
    before = stored()
    shelves.write("guidance/cv1/v0/a.yaml", THEME)
    shelves.write("guidance/cv1/v1/a.yaml", THEME.replace("prompt: p", "prompt: q"))
    shelves.write("indicators/s/v2/a.yaml", GROUP.replace("title: i", "title: j"))
    assert shelves.refusal() == [
        "Phiên bản cv1/v1 đã công bố nên không thể thay đổi; hãy nạp nội dung mới thành phiên bản mới."
    ]
    assert stored() == before


def test_new_version_goes_beside_the_published_one(shelves):
    shelves.load(publish=True)
    before = stored()
    shutil.copytree(shelves.root / "guidance/cv1/v1", shelves.root / "guidance/cv1/v2")
    shelves.write("guidance/cv1/v2/a.yaml", THEME.replace("prompt: p", "prompt: q"))
    assert shelves.load() == ["cv1/v1: không đổi", "cv1/v2: đã nạp", "s/v1: không đổi"]
    assert [entry for entry in stored() if entry[0] != "cv1/v2"] == before


# -- refusing --------------------------------------------------------------------------------------------------------


def test_every_fault_of_every_catalogue_is_listed_with_its_place(shelves):
    shelves.write("guidance/cv1/v1/a.yaml", THEME.replace("kind: yes_no", "kind: yes_no\n        weight: 0"))
    shelves.write("guidance/cv1/v1/b.yaml", "theme: {code: T2, title: t}\ntheme: x\n")
    shelves.write("guidance/cv2/v1/a.yaml", THEME.replace("bullet: 1", "bullet: none"))
    shelves.write("indicators/s/v1/a.yaml", GROUP.replace("input: yes_no", "input: number"))
    shelves.write("indicators/s/v2/a.yaml", "")
    (shelves.root / "indicators/s/v2/a.yaml").write_bytes(b"group:\n  code: \xe1\n")
    assert shelves.refusal() == [
        "cv1/v1/a.yaml:9: recommendations[0].questions[0].weight: cần lớn hơn 0, nhận được 0",
        "cv1/v1/b.yaml:2: theme: trường này đã có ở trên trong cùng một mục",
        "cv2/v1/a.yaml:5: recommendations[0].source.bullet: cần một số nguyên, nhận được “none”",
        "s/v1/a.yaml:3: indicators[0].rule: kiểu number có tính điểm cần rule",
        "s/v2/a.yaml:2: tệp không phải UTF-8 (byte thứ 16)",
    ]
    assert stored() == []


def test_one_faulty_catalogue_keeps_the_good_ones_out(shelves):
    shelves.write("indicators/s/v2/a.yaml", "group: {code: G, title: g}\n")
    assert shelves.refusal() == ["s/v2/a.yaml:1: indicators: thiếu trường bắt buộc này"]
    assert stored() == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "feeds: [G-1]",
            "feeds: [G-1, G-9]",
            "cv1/v1/a.yaml:10: T-1.1.feeds: câu T-1.1 cấp giá trị cho chỉ số G-9 không có",
        ),
        ("yes_no", "yes_partial_no", "cv1/v1/a.yaml:10: T-1.1.feeds: câu T-1.1 và chỉ số G-1 khác kiểu"),
        ("code: T-1.1", "code: G-1", "s/v1/a.yaml:3: G-1.code: mã G-1 có ở cả câu hỏi và chỉ số"),
    ],
)
def test_question_that_does_not_fit_the_indicators_is_refused_with_its_place(shelves, old, new, fault):
    shelves.write("guidance/cv1/v1/a.yaml", THEME.replace(old, new))
    assert shelves.refusal() == [fault]
    assert stored() == []


def test_indicator_that_leads_nowhere_is_refused_with_its_place(shelves):
    shelves.write("indicators/s/v1/a.yaml", GROUP.replace("[T-1]", "[T-1, T-9]"))
    assert shelves.refusal() == ["s/v1/a.yaml:6: G-1.recommendations: chỉ số G-1 dẫn đến khuyến nghị T-9 không có"]
    assert stored() == []


def test_set_of_another_kind_beside_the_fitting_one_is_no_fault(shelves):
    other = "group: {code: X, title: x}\nindicators: [{code: B1, title: b, input: yes_no}]"
    shelves.write("indicators/tt03/v1/a.yaml", other)
    assert shelves.load() == ["cv1/v1: đã nạp", "s/v1: đã nạp", "tt03/v1: đã nạp"]


@pytest.mark.parametrize(
    "code",
    [
        *("a" * 58 + "/v1", "cv2/v1\nb", "c\nv2/v1", "cv2\u200f/v1", "\u202ecv2/v1", "bộ/v1", "cv 2/v1", ".cv2/v1"),
        *("cv2/v", "cv2/v１", "cv2/v1-nháp", "cv2/v1.1", "cv2/vx", "\udcff/v1"),
    ],
)
def test_folder_whose_name_is_no_code_is_refused_on_one_line(shelves, code):
    shelves.write(f"guidance/{code}/a.yaml", THEME)
    assert shelves.refusal() == [
        f"thư mục {code!r}: tên cần có dạng <mã>/v<số>, gồm chữ không dấu, số, “.”, “_”, “-”, dài không quá 60 ký tự"
    ]
    assert stored() == []


def test_longest_code_is_loaded(shelves):
    shelves.write(f"guidance/{'a' * 57}/v1/a.yaml", THEME)
    assert shelves.load()[0] == f"{'a' * 57}/v1: đã nạp"


def test_file_that_is_none_is_refused_beside_the_other_faults(shelves):
    (shelves.root / "guidance/cv1/v1/b.yaml").symlink_to("b.yaml")
    (shelves.root / "indicators/s/v1/b.yaml").mkdir()
    shelves.write("guidance/cv1/v1/a.yaml", THEME.replace("bullet: 1", "bullet: none"))
    assert shelves.refusal() == [
        "cv1/v1/a.yaml:5: recommendations[0].source.bullet: cần một số nguyên, nhận được “none”",
        "cv1/v1/b.yaml: cần là một tệp thường hoặc liên kết đến một tệp thường",
        "s/v1/b.yaml: cần là một tệp thường hoặc liên kết đến một tệp thường",
    ]
    assert stored() == []


@pytest.mark.parametrize("name", ["guidance", "indicators"])
def test_folder_without_catalogues_is_refused(shelves, name):
    empty = shelves.root / "none"
    assert shelves.refusal(**{name: empty}) == [f"{empty}: không có danh mục nào (thư mục <mã>/v<số>)"]
    assert stored() == []
