import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from workbooks.models import WorkbookUpload

from .books import small_draft

pytestmark = pytest.mark.django_db

FAULT = [{"sheet": "", "cell": "", "code": "", "message": "tệp hỏng"}]
CHANGE = [{"code": "A-1.1", "base": None, "content": {}}]
UNFIT = "Lần gửi có lỗi thì không có thay đổi; chờ xác nhận, đã nhận thì phải có."


def upload(**fields):
    assessment, by = small_draft()
    fields = {"status": "refused", "faults": FAULT, **fields}
    return WorkbookUpload(assessment=assessment, by=by, file_name="a.xlsx", sha256="0" * 64, **fields)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"faults": []}, UNFIT),
        ({"changes": CHANGE}, UNFIT),
        ({"status": "unchanged"}, UNFIT),
        ({"status": "ready", "faults": []}, UNFIT),
        ({"status": "ready", "changes": CHANGE}, UNFIT),
        ({"status": "applied", "faults": [], "changes": CHANGE}, "Bảng tính đã nhận cần cả người nhận và thời điểm."),
        ({"applied_at": timezone.now()}, "Bảng tính đã nhận cần cả người nhận và thời điểm."),
    ],
)
def test_upload_that_contradicts_itself_is_refused(fields, message):
    made = upload(**fields)
    with pytest.raises(ValidationError, match=message):
        made.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


@pytest.mark.parametrize(
    "fields",
    [{}, {"status": "unchanged", "faults": []}, {"status": "ready", "faults": [], "changes": CHANGE}],
)
def test_upload_is_kept_as_it_is(fields):
    made = upload(**fields)
    made.save()
    assert WorkbookUpload.objects.get() == made


def test_upload_is_called_by_its_file_and_what_became_of_it():
    assert str(upload()) == "a.xlsx (Có lỗi, không nhận)"
