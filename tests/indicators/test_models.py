from indicators.models import IndicatorSetVersion
from tests.catalogues.version_models import VersionModel


class TestIndicatorSetVersion(VersionModel):
    model = IndicatorSetVersion
