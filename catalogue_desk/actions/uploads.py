"""Bringing in a catalogue: checked first, shown, and stored as a draft only when somebody says yes."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.errors import Refusal
from assessments.scanning import require_clean
from assessments.spreadsheets.packages import SUFFIXES
from catalogue_desk.enums import CatalogueKind, DeskVerb, UploadStatus
from catalogue_desk.models import CatalogueUpload
from catalogue_desk.queries import MODELS, SCHEMAS, campaigns_of, newest_of
from catalogue_desk.reading import read_yaml_files
from catalogue_desk.workbook.reading import read_workbook
from catalogues.faults import CatalogueError, Fault
from catalogues.versions import PublishedVersionError, checksum, dump
from catalogues.versions import store as store_version
from guidance.schema import Catalogue as Guidance
from indicators.schema import Catalogue as IndicatorSet

from .versions import check_right, record

MAX_FAULTS = 1_000


@transaction.atomic
def check(*, by: User, kind: str, code: str, files: Mapping[str, bytes], base: str = "") -> CatalogueUpload:
    """Check files for the version `code`; the upload says what is wrong, or has the catalogue. Nothing is stored as a
    version. `base` is the version to compare with, "" for the newest of the same document. Raises RefusedFile where a
    scanner finds something in a file or does not answer: nothing is read then."""
    check_right(by)
    for name, content in files.items():
        require_clean(name, content)
    upload = CatalogueUpload(kind=kind, version_code=code, file_names=sorted(files), by=by)
    try:
        found = _read(kind, code, files)
    except CatalogueError as error:
        upload.status = UploadStatus.REFUSED
        upload.faults = [asdict(fault) for fault in error.faults[:MAX_FAULTS]]
    else:
        compared = newest_of(kind, code)
        upload.status, upload.definition = UploadStatus.READY, dump(found)
        upload.checksum = checksum(upload.definition)
        upload.base = base or (compared.code if compared else "")
    upload.save()
    record(by, kind, code, DeskVerb.UPLOAD, upload.checksum)
    return upload


@transaction.atomic
def store(*, by: User, upload: CatalogueUpload) -> bool:
    """Keep an upload without faults as a draft, in place of an earlier draft. Returns whether anything changed."""
    check_right(by)
    locked = CatalogueUpload.objects.select_for_update().get(pk=upload.pk)
    if locked.status != UploadStatus.READY:
        raise Refusal(_("Lần gửi này không còn chờ xác nhận."))
    model = MODELS[locked.kind]
    earlier = model._default_manager.filter(code=locked.version_code).first()
    if earlier and earlier.checksum != locked.checksum and campaigns_of(locked.kind, earlier):
        raise Refusal(_("Phiên bản %s đang được một đợt đánh giá dùng nên không thay được.") % locked.version_code)
    try:
        found = SCHEMAS[locked.kind].model_validate(locked.definition)
        _version, is_changed = store_version(model, locked.version_code, found)
    except PublishedVersionError as error:
        raise Refusal(str(error)) from error
    except IntegrityError as error:  # of two first ones at once
        raise Refusal(
            _("Phiên bản %s vừa được người khác lưu; hãy xem lại rồi quyết định.") % locked.version_code
        ) from error
    locked.status = UploadStatus.STORED
    locked.save(update_fields=["status"])
    record(by, locked.kind, locked.version_code, DeskVerb.STORE, locked.checksum)
    return is_changed


def _read(kind: str, code: str, files: Mapping[str, bytes]) -> Guidance | IndicatorSet:
    books = [name for name in files if PurePath(name).suffix.lower() in SUFFIXES]
    if not books:
        return read_yaml_files(kind, code, files)
    if len(files) > 1:
        raise CatalogueError([Fault(books[0], 0, "", _("gửi một tệp Excel hoặc các tệp YAML, không gửi lẫn"))])
    if kind != CatalogueKind.INDICATORS:
        raise CatalogueError(
            [Fault(books[0], 0, "", _("mẫu Excel chỉ dành cho bộ chỉ số; danh mục khuyến nghị gửi YAML"))]
        )
    return read_workbook(code, books[0], files[books[0]])
