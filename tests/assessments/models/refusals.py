import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction


def assert_refused(row: models.Model, constraint: str, sentence: str) -> None:
    """By the model with its sentence, and by the database itself."""
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    assert set(refused.value.messages) == {sentence}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()
