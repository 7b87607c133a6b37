"""The drill: a backup while people save, everything lost, and all of it back in a new database."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.urls import reverse

from assessments.models import AnswerRevision, ReportFile, StoredFile
from tests.factories import files

from .acts import CODE, attach, documents, handed_in, scored
from .test_postgres import writing

pytestmark = pytest.mark.slow

LISTED = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
CONTENT = "SELECT count(*), md5(string_agg(found::text, '|' ORDER BY found::text)) FROM public.{} AS found"


SIGNS_OF_LIFE = {"operations_heartbeat", "operations_scheduledtask", "operations_tasktally"}
"""Tables that worker and beat write to as long as they live."""


def tables(portal, database: str) -> dict[str, tuple[int, str]]:
    """Rows and checksum of each."""
    names = [row[0] for row in portal.sql(LISTED, database) if row[0] not in SIGNS_OF_LIFE]
    return {name: portal.sql(CONTENT.format(name), database)[0] for name in names}


def stored() -> dict[str, str]:
    root = Path(settings.MEDIA_ROOT)
    found = (path for folder in ("evidence", "reports") for path in (root / folder).rglob("*") if path.is_file())
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def named() -> set[str]:
    """The files that a row refers to; the faults of other tests left some without."""
    return {name for model in (StoredFile, ReportFile) for name in model.objects.values_list("file", flat=True)}


@pytest.mark.fault("everything lost, and restored from the backup")
def test_restored_portal_is_the_one_that_was_backed_up(portal, person, coordinator, colleague, complete, tmp_path):
    assessment = complete[0]
    assert attach(colleague, assessment, "chung-cu.pdf", files.pdf(2)).status == 200
    snapshot = scored(handed_in(coordinator, assessment))
    documents(snapshot)
    with writing(person) as editors:
        call_command("backup", to=tmp_path / "during", stdout=io.StringIO())
    call_command("backup", to=tmp_path / "quiet", stdout=io.StringIO())
    before, referred = tables(portal, "portal"), named()
    kept = {name: digest for name, digest in stored().items() if name in referred}
    evidence = assessment.answers.get(code=CODE).evidence.get()
    pages = [
        reverse("snapshot", args=[snapshot.pk]),
        reverse("report_file", args=[snapshot.pk, snapshot.reports.first().pk]),
        reverse("evidence_file", args=[assessment.pk, evidence.pk]),
    ]
    portal.sql("CREATE DATABASE lost", "postgres")
    for name in kept:
        Path(settings.MEDIA_ROOT, name).unlink()
    with connected("lost"):
        assert restored(tmp_path / "quiet").startswith("Đã khôi phục ")
        assert tables(portal, "lost") == before
        assert {name: digest for name, digest in stored().items() if name in referred} == kept
        with portal.elsewhere("lost") as port:
            assert [coordinator.at(port).get(page).status for page in pages] == [200, 200, 200]
        changed = tables(portal, "lost")
        assert restored(tmp_path / "during").startswith("Chưa khôi phục: Cơ sở dữ liệu đã có dữ liệu")
        assert tables(portal, "lost") == changed
        assert restored(tmp_path / "during", force=True).startswith("Đã khôi phục ")
    consistent(portal, editors)


@contextmanager
def connected(database: str) -> Iterator[None]:
    """This process with another database."""
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def restored(folder: Path, **options: bool) -> str:
    """What the command says."""
    [path], printed = folder.glob("*.zip"), io.StringIO()
    try:
        call_command("restore", str(path), stdout=printed, **options)
    except CommandError as error:
        return str(error)
    return printed.getvalue()


def consistent(portal, editors) -> None:
    """What was saved while the backup was made is there up to one moment: each answer with all its revisions."""
    found = portal.sql(
        "SELECT version, (SELECT count(*) FROM assessments_answerrevision r WHERE r.answer_id = a.id)"
        f" FROM assessments_answer a WHERE assessment_id = '{editors[0].assessment.pk}'",
        "lost",
    )
    assert [version for version, _revisions in found] == [revisions for _version, revisions in found]
    saved = sum(len(editor.acknowledged) for editor in editors)
    total = AnswerRevision.objects.filter(answer__assessment=editors[0].assessment).count()
    assert total == saved
    assert 0 < sum(revisions for _version, revisions in found) < saved
