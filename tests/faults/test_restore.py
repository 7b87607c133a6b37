"""The drill: a backup while people save, everything lost, and all of it back in a new database."""

import hashlib
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.models import AnswerRevision
from tests.factories import files

from .acts import CODE, attach, documents, handed_in, scored
from .test_postgres import writing

pytestmark = pytest.mark.slow

LISTED = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
CONTENT = "SELECT count(*), md5(string_agg(found::text, '|' ORDER BY found::text)) FROM public.{} AS found"


def tables(portal, database: str) -> dict[str, tuple[int, str]]:
    """Rows and checksum of each."""
    names = [row[0] for row in portal.sql(LISTED, database)]
    return {name: portal.sql(CONTENT.format(name), database)[0] for name in names}


def stored() -> dict[str, str]:
    root = Path(settings.MEDIA_ROOT)
    found = (path for folder in ("evidence", "reports") for path in (root / folder).rglob("*") if path.is_file())
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.mark.fault("everything lost, and restored from the backup")
def test_restored_portal_is_the_one_that_was_backed_up(portal, person, coordinator, colleague, complete, tmp_path):
    assessment = complete[0]
    assert attach(colleague, assessment, "chung-cu.pdf", files.pdf(2)).status == 200
    snapshot = scored(handed_in(coordinator, assessment))
    documents(snapshot)
    with writing(person) as editors:
        during = portal.manage("backup", "--to", str(tmp_path / "during"))
    quiet = portal.manage("backup", "--to", str(tmp_path / "quiet"))
    assert (during.returncode, quiet.returncode) == (0, 0), during.stderr + quiet.stderr
    before, kept = tables(portal, "portal"), stored()
    portal.sql("CREATE DATABASE lost", "postgres")
    shutil.rmtree(settings.MEDIA_ROOT)

    restored(portal, tmp_path / "quiet")
    assert (tables(portal, "lost"), stored()) == (before, kept)
    with portal.elsewhere("lost") as port:
        again = type(coordinator)(port, complete[1])
        page = again.get(reverse("snapshot", args=[snapshot.pk]))
        report = again.get(reverse("report_file", args=[snapshot.pk, snapshot.reports.first().pk]))
        file = snapshot.assessment.answers.get(code=CODE).evidence.get()
        evidence = again.get(reverse("evidence_file", args=[assessment.pk, file.pk]))
    assert (page.status, report.status, evidence.status) == (200, 200, 200)

    refused = portal.manage("restore", str(next((tmp_path / "during").glob("*.zip"))), DATABASE_URL=portal.at("lost"))
    assert (refused.returncode, "Cơ sở dữ liệu đã có dữ liệu" in refused.stderr) == (1, True)
    assert tables(portal, "lost") == before
    restored(portal, tmp_path / "during", "--force")
    consistent(portal, editors, assessment)


def restored(portal, folder: Path, *options: str) -> None:
    [path] = folder.glob("*.zip")
    done = portal.manage("restore", str(path), *options, DATABASE_URL=portal.at("lost"))
    assert (done.returncode, "mọi mã kiểm tra đều khớp." in done.stdout) == (0, True), done.stderr


def consistent(portal, editors, assessment) -> None:
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
