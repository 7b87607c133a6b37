"""What WeasyPrint 70 and its writer pydyf do slowly or twice, done at once (docs/adr/0022, docs/performance.md).

All of it reaches into the engine, so its version is pinned to a major release, and tests/assessments/reports/engine
say what must stay true: above all, that a report has the same text at the same places without it.
"""

from . import boxes as boxes
from . import charts as charts
from . import leaders as leaders
from . import letters as letters
from . import page_names as page_names
from . import styles as styles
from . import texts as texts
from . import writing as writing
from .cycles import forget as forget
from .parsing import OurHTML as OurHTML
