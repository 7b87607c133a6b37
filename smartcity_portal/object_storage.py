"""Evidence and reports in any storage that speaks S3 (the extra `s3`; settings name this where S3_BUCKET is set)."""

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

CLIENT = Config(
    connect_timeout=3,
    read_timeout=30,
    retries={"total_max_attempts": 2, "mode": "standard"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
"""Who hands in a file does not wait for minutes where the storage is away; and checksums that only Amazon's own and
newer storages know are not sent, for every file is known by its SHA-256 anyway."""

IN_MEMORY = 1024 * 1024
"""What is larger is read by way of a temporary file: a pack of evidence may be as large as all of it."""


class ObjectStorage(S3Storage):
    def get_default_settings(self) -> dict[str, Any]:
        ours = {"client_config": CLIENT, "max_memory_size": IN_MEMORY, "file_overwrite": False, "default_acl": None}
        return super().get_default_settings() | ours
