"""Reading stored indicator sets."""

from catalogues.differences import Contents, Placed
from catalogues.versions import Shelf

from .models import IndicatorSetVersion
from .schema import Catalogue, Group, Indicator

shelf = Shelf(IndicatorSetVersion, Catalogue)


def catalogue(version: IndicatorSetVersion) -> Catalogue:
    """The parsed set of a version; cached in the process, as content never changes under a checksum."""
    return shelf.take(version)


def groups(found: Catalogue) -> dict[str, Group]:
    """By code, in file order."""
    return {group.code: group for group in found.groups}


def indicators(found: Catalogue) -> dict[str, Indicator]:
    """By code, in file order."""
    return {indicator.code: indicator for group in found.groups for indicator in group.indicators}


def contents(found: Catalogue) -> Contents:
    """A version taken apart, to be compared with another."""
    branches = {group.code: Placed(group) for group in found.groups}
    leaves = {item.code: Placed(item, group.code) for group in found.groups for item in group.indicators}
    return Contents(found.set, branches, leaves)
