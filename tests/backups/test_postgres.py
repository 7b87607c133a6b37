import pytest
from django.db import connection

from accounts.models import Province
from backups import postgres
from backups.archive import BackupError
from tests.factories import ProvinceFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def dumped() -> bytes:
    with postgres.snapshot() as (_execute, dump):
        return b"".join(dump)


def codes() -> list[str]:
    return list(Province.objects.order_by("code").values_list("code", flat=True))


def test_dump_is_of_the_moment_of_its_snapshot_and_is_restored_over_what_came_later():
    ProvinceFactory(code="A1")
    with postgres.snapshot() as (execute, dump):
        with pytest.MonkeyPatch.context() as patch:
            other = connection.copy()
            patch.setattr(other, "inc_thread_sharing", lambda: None)
            with other.cursor() as cursor:
                cursor.execute("UPDATE accounts_province SET name = 'Khác'")
            other.close()
        found = b"".join(dump)
        rows = execute("SELECT code FROM accounts_province WHERE name <> 'Khác'")
    ProvinceFactory(code="B2")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_later_release (id int REFERENCES accounts_user)")
    postgres.restore([found], {"accounts_province": 1})
    assert (rows, codes(), Province.objects.get().name != "Khác") == ([("A1",)], ["A1"], True)
    assert "of_a_later_release" not in connection.introspection.table_names()
    assert ProvinceFactory(code="C3").pk is not None


@pytest.mark.parametrize(
    "spoil", [lambda dump: b"rubbish", lambda dump: dump[:-200], lambda dump: dump[: len(dump) // 2]]
)
def test_dump_that_is_none_or_not_whole_changes_nothing(spoil):
    ProvinceFactory(code="A1")
    found = dumped()
    ProvinceFactory(code="B2")
    with pytest.raises(BackupError, match=r"^(pg_restore không thành công|Cơ sở dữ liệu không nhận bản sao lưu)"):
        postgres.restore([spoil(found)], {})
    assert codes() == ["A1", "B2"]


def test_dump_with_other_rows_than_stated_changes_nothing():
    ProvinceFactory(code="A1")
    found = dumped()
    ProvinceFactory(code="B2")
    with pytest.raises(BackupError, match="rows of accounts_province"):
        postgres.restore([found], {"accounts_province": 7})
    assert codes() == ["A1", "B2"]


def test_missing_program_is_an_error_that_names_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "PLACES", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    version = connection.cursor().connection.server_version // 10_000
    sentence = f"Thiếu chương trình pg_dump: hãy cài gói postgresql-client (phiên bản {version}) rồi thử lại."
    with pytest.raises(BackupError) as refused, postgres.snapshot() as (_execute, dump):
        next(dump)
    assert str(refused.value) == sentence


def test_what_its_program_says_is_told(monkeypatch):
    match = r"^pg_dump không thành công: .*khong-co"
    with pytest.raises(BackupError, match=match), postgres.snapshot() as (_execute, dump):  # noqa: PT012
        monkeypatch.setitem(connection.settings_dict, "NAME", "khong-co")
        list(dump)
