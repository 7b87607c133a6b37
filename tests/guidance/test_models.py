from guidance.models import GuidanceVersion
from tests.catalogues.version_models import VersionModel


class TestGuidanceVersion(VersionModel):
    model = GuidanceVersion
