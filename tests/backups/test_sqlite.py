import sqlite3

import pytest
from django.db import connection as default
from django.db.backends.sqlite3.base import DatabaseWrapper

from backups import sqlite
from backups.archive import BackupError


@pytest.fixture
def cursor(db, monkeypatch, tmp_path):
    """Of a SQLite database of its own, with two rows."""
    settings = {**default.settings_dict, "ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "a.sqlite3"}
    opened = DatabaseWrapper({**settings, "OPTIONS": {}, "AUTOCOMMIT": True}, alias="other")
    monkeypatch.setattr(sqlite, "connection", opened)
    with opened.cursor() as found:
        found.execute("CREATE TABLE a (x TEXT)")
        found.execute("INSERT INTO a VALUES ('một'), ('hai')")
        yield found
    opened.close()


def rows(cursor) -> list[str]:
    cursor.execute("SELECT x FROM a ORDER BY rowid")
    return [row[0] for row in cursor.fetchall()]


def dumped() -> bytes:
    with sqlite.snapshot() as (_execute, dump):
        return b"".join(dump)


def test_copy_is_of_its_moment_and_takes_the_place_of_what_came_later(cursor):
    with sqlite.snapshot() as (execute, dump):
        cursor.execute("INSERT INTO a VALUES ('ba')")
        assert list(execute("SELECT count(*) FROM a")) == [(2,)]
        found = b"".join(dump)
    assert rows(cursor) == ["một", "hai", "ba"]
    sqlite.restore([found[:100], found[100:]], {"a": 2})
    assert rows(cursor) == ["một", "hai"]


@pytest.mark.parametrize(
    ("spoil", "tables", "sentence"),
    [
        (lambda dump: b"rubbish" * 100, {"a": 2}, "không mở được: file is not a database"),
        (lambda dump: dump[:100], {"a": 2}, "không mở được: "),
        (lambda dump: dump, {"b": 0}, "không mở được: no such table: b"),
        (lambda dump: dump, {"a": 3}, "không đủ như bản kê."),
    ],
)
def test_copy_that_is_none_or_not_whole_changes_nothing(cursor, spoil, tables, sentence):
    found = dumped()
    cursor.execute("INSERT INTO a VALUES ('ba')")
    with pytest.raises(BackupError) as refused:
        sqlite.restore([spoil(found)], tables)
    assert str(refused.value).startswith(f"Cơ sở dữ liệu trong bản sao lưu {sentence}")
    assert rows(cursor) == ["một", "hai", "ba"]
    assert sqlite3.sqlite_version
