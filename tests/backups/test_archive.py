import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backups.archive import BackupError, add, opened, written

from .archives import manifest, seal_again, sealed, whole

FILES = {"evidence/ab/abcd": b"%PDF" * 100, "reports/x.pdf": b""}
NOT_OURS = "không phải là tệp sao lưu của cổng, hoặc đã bị cắt ngắn hay sửa đổi"


def refusal(path) -> str:
    with pytest.raises(BackupError) as refused, opened(path):
        pass
    return str(refused.value)


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "a.zip"
    with written(path) as packed:
        add(packed, "database", [b"du", b"mp"])
        for name, content in FILES.items():
            add(packed, f"files/{name}", [content])
        add(packed, "manifest.json", [manifest(FILES)])
    with opened(path) as archive:
        assert {name: b"".join(archive.chunks(f"files/{name}")) for name in archive.manifest.files} == FILES
        assert b"".join(archive.chunks("database")) == b"dump"
    assert [found.name for found in tmp_path.iterdir()] == ["a.zip"]


def test_archive_that_fails_half_way_leaves_nothing(tmp_path):
    parts = (b"dump" if number < 3 else tmp_path.read_bytes() for number in range(4))
    with pytest.raises(IsADirectoryError), written(tmp_path / "a.zip") as packed:
        add(packed, "database", parts)
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_no_byte_can_change_unseen(tmp_path, place, change):
    path = whole(tmp_path / "a.zip", FILES)
    raw = bytearray(path.read_bytes())
    raw[int(place * len(raw))] ^= change
    path.write_bytes(raw)
    assert refusal(path) == f"Tệp a.zip {NOT_OURS}."


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1, exclude_max=True))
def test_no_end_can_be_cut_off_unseen(tmp_path, place):
    path = whole(tmp_path / "a.zip", FILES)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(place * len(raw))])
    assert refusal(path) == f"Tệp a.zip {NOT_OURS}."


@pytest.mark.parametrize("raw", [b"", b"a", bytes(64), b"PK\x05\x06" + bytes(200), b"%PDF-1.7" * 500])
def test_rubbish_is_refused_also_if_it_is_sealed(tmp_path, raw):
    path = tmp_path / "a.zip"
    path.write_bytes(raw)
    assert refusal(path) == f"Tệp a.zip {NOT_OURS}."
    path.write_bytes(raw + bytes(64))
    assert refusal(seal_again(path)) == f"Tệp a.zip {NOT_OURS}."


def test_file_that_is_not_there_is_said(tmp_path):
    assert refusal(tmp_path / "a.zip") == f"Không đọc được tệp {tmp_path}/a.zip: No such file or directory."
    assert refusal(tmp_path) == f"Không đọc được tệp {tmp_path}: Is a directory."


def test_another_zip_is_refused(tmp_path):
    assert refusal(sealed(tmp_path / "a.zip", {"phieu.xlsx": b"x"})) == f"Tệp a.zip {NOT_OURS}."


def test_compressed_members_are_refused(tmp_path):
    members = {"database": b"dump", "manifest.json": manifest({})}
    path = sealed(tmp_path / "a.zip", members, zipfile.ZIP_DEFLATED)
    assert refusal(path) == f"Tệp a.zip {NOT_OURS}."


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"format": "smartcity-backup/9"}, "format"),
        ({"made_at": "hôm qua"}, "made_at"),
        ({"engine": "oracle"}, "engine"),
        ({"tables": {"a": -1}}, "tables.a"),
        ({"files": {"a": {"sha256": "x", "size": 1}}}, "files.a.sha256"),
        ({"migrations": [["a"]]}, "migrations.0.1"),
        ({"more": 1}, "more"),
    ],
)
def test_manifest_that_is_none_is_refused_with_the_place(tmp_path, changed, place):
    path = sealed(tmp_path / "a.zip", {"database": b"dump", "manifest.json": manifest({}, **changed)})
    assert refusal(path) == f"Bản kê trong tệp a.zip không đọc được ({place})."


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff\xfe"])
def test_manifest_that_is_no_json_object_is_refused(tmp_path, raw):
    path = sealed(tmp_path / "a.zip", {"database": b"dump", "manifest.json": raw})
    assert refusal(path) == "Bản kê trong tệp a.zip không đọc được (manifest.json)."


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "evidence/../../x",
        "evidence//x",
        "./x",
        "..",
        "a\\..\\x",
        "C:x",
        "a\nb",
        "evidence/a\u202eb",
    ],
)
def test_names_that_could_leave_the_storage_are_refused(tmp_path, name):
    assert refusal(whole(tmp_path / "a.zip", {name: b"x"})) == f"Tệp a.zip có tên tệp không an toàn: {name!r}."


@pytest.mark.parametrize("extra", [{"files/x": b"x"}, {"../x": b"x"}, {}])
def test_members_are_just_what_the_manifest_lists(tmp_path, extra):
    listed = {} if extra else {"x": b"x"}
    path = sealed(tmp_path / "a.zip", {"database": b"dump", "manifest.json": manifest(listed), **extra})
    assert refusal(path) == "Tệp a.zip có thành phần thừa hoặc thiếu so với bản kê."


def test_members_have_the_bytes_that_the_manifest_states(tmp_path):
    members = {"database": b"dump", "files/x": b"y", "manifest.json": manifest({"x": b"x"})}
    assert refusal(sealed(tmp_path / "a.zip", members)) == (
        "“files/x” trong tệp a.zip không khớp mã kiểm tra trong bản kê."
    )
