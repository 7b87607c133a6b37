"""Publishing and discarding stored versions."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.errors import NotAllowed, Refusal
from audit import recording as audit
from catalogue_desk.enums import DeskVerb
from catalogue_desk.models import DeskEvent
from catalogue_desk.permissions import why_not_work
from catalogue_desk.queries import MODELS
from catalogues.versions import CatalogueVersion, VersionStatus
from catalogues.versions import publish as publish_version


@transaction.atomic
def publish(*, by: User, kind: str, code: str) -> None:
    """From now on the version never changes, and campaigns may choose it."""
    version = locked_draft(by, kind, code, _("Phiên bản %s đã công bố rồi."))
    publish_version(version)
    record(by, kind, code, DeskVerb.PUBLISH, version.checksum)


@transaction.atomic
def discard(*, by: User, kind: str, code: str) -> None:
    """Delete a draft that no campaign uses."""
    version = locked_draft(by, kind, code, _("Phiên bản %s đã công bố nên không xóa được."))
    try:
        version.delete()
    except ProtectedError as error:
        raise Refusal(_("Phiên bản %s đang được một đợt đánh giá dùng nên không xóa được.") % code) from error
    record(by, kind, code, DeskVerb.DISCARD, version.checksum)


def locked_draft(by: User, kind: str, code: str, when_published: str) -> CatalogueVersion:
    check_right(by)
    version = MODELS[kind]._default_manager.select_for_update().filter(code=code).first()
    if version is None:
        raise Refusal(_("Không còn phiên bản %s.") % code)
    if version.status == VersionStatus.PUBLISHED:
        raise Refusal(when_published % code)
    return version


def check_right(by: User) -> None:
    reason = why_not_work(by)
    if reason:
        raise NotAllowed(reason)


def record(by: User, kind: str, code: str, verb: DeskVerb, checksum: str) -> None:
    DeskEvent.objects.create(kind=kind, version_code=code, verb=verb, by=by, checksum=checksum)
    audit.record(audit.Verb.CATALOGUE, audit.chain_of("catalogue", code), by=by, what=verb, kind=kind, sha256=checksum)
