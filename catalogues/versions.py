"""What a stored catalogue version is: one frozen document with its checksum (ADR 0002)."""

import hashlib
import json
import re
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel

Catalogue = TypeVar("Catalogue", bound=BaseModel)

VERSION_CODE = re.compile(r"(?=.{1,60}\Z)[A-Za-z0-9][A-Za-z0-9._-]*/v[0-9]+", re.ASCII)
"""<code>/v<number>."""


class VersionStatus(models.TextChoices):
    DRAFT = "draft", gettext_lazy("bản nháp")
    PUBLISHED = "published", gettext_lazy("đã công bố")


class PublishedVersionError(Exception):
    """Somebody tried to change a published version."""


class CatalogueVersion(models.Model):
    """`definition` is the whole catalogue as its schema dumps it; rows of answers name its leaves by code."""

    code = models.CharField(gettext_lazy("phiên bản"), max_length=60, unique=True)
    status = models.CharField(
        gettext_lazy("trạng thái"), max_length=10, choices=VersionStatus.choices, default=VersionStatus.DRAFT
    )
    definition = models.JSONField(gettext_lazy("nội dung"))
    checksum = models.CharField("sha256", max_length=64)
    loaded_at = models.DateTimeField(gettext_lazy("nạp lúc"), default=timezone.now)
    published_at = models.DateTimeField(gettext_lazy("công bố lúc"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("code",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(status=VersionStatus.DRAFT, published_at__isnull=True)
                | Q(status=VersionStatus.PUBLISHED, published_at__isnull=False),
                name="%(class)s_published_when",
                violation_error_message=gettext_lazy("Phiên bản đã công bố cần thời điểm công bố, bản nháp thì không."),
            ),
        )

    def __str__(self) -> str:
        return self.code


def dump(catalogue: BaseModel) -> dict[str, Any]:
    """The document that is stored: YAML's own field names, nothing that is a default."""
    return catalogue.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def checksum(definition: dict[str, Any]) -> str:
    canonical = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def store(model: type[CatalogueVersion], code: str, catalogue: BaseModel) -> tuple[CatalogueVersion, bool]:
    """Keep a catalogue as a draft, replacing an earlier draft. Returns the version and whether anything changed.

    Raises PublishedVersionError if the version is published and its content differs.
    """
    definition = dump(catalogue)
    digest = checksum(definition)
    version = model._default_manager.select_for_update().filter(code=code).first()
    if version and version.checksum == digest:
        return version, False
    if version and version.status == VersionStatus.PUBLISHED:
        message = _("Phiên bản %s đã công bố nên không thể thay đổi; hãy nạp nội dung mới thành phiên bản mới.")
        raise PublishedVersionError(message % code)
    version = version or model(code=code)
    version.definition, version.checksum, version.loaded_at = definition, digest, timezone.now()
    version.save()
    return version, True


def publish(version: CatalogueVersion) -> None:
    """From now on the version never changes. Publishing twice changes nothing."""
    drafts = type(version)._default_manager.filter(pk=version.pk, status=VersionStatus.DRAFT)
    drafts.update(status=VersionStatus.PUBLISHED, published_at=timezone.now())


class Shelf(Generic[Catalogue]):
    """Catalogues already parsed in this process, by checksum, the last few used."""

    def __init__(self, model: type[CatalogueVersion], schema: type[Catalogue], room: int = 8) -> None:
        self.model, self.schema, self.room = model, schema, room
        self.parsed: dict[str, Catalogue] = {}

    def newest(self) -> Any:
        """The version that was published last, its definition unread; None if none is."""
        published = self.model._default_manager.filter(status=VersionStatus.PUBLISHED)
        return published.defer("definition").order_by("-published_at", "-pk").first()

    def take(self, version: CatalogueVersion) -> Catalogue:
        """The catalogue of a stored version; reads the definition only if no version of this checksum was parsed."""
        found = self.parsed.pop(version.checksum, None) or self.schema.model_validate(version.definition)
        self.parsed[version.checksum] = found
        while len(self.parsed) > self.room:
            self.parsed.pop(next(iter(self.parsed)))
        return found
