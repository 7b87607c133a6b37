from dataclasses import replace

from assessments.reports.roadmap import phases
from assessments.results import SnapshotResult
from tests.assessments.reports import snapshots


def result(snapshot) -> SnapshotResult:
    return SnapshotResult(snapshot, snapshots.catalogue())


def test_roadmap_has_three_phases_that_hold_every_gap():
    found = result(snapshots.whole())
    found_phases = list(phases(found))
    assert [phase.title for phase in found_phases] == ["0–6 tháng", "6–12 tháng", "12–24 tháng"]
    assert sum(phase.count for phase in found_phases) == len(found.gaps)
    assert all(len(phase.steps) == min(phase.count, 5) for phase in found_phases)
    assert [phase.left for phase in found_phases] == [phase.count - len(phase.steps) for phase in found_phases]


def test_gaps_without_a_horizon_make_a_last_phase():
    found = result(snapshots.whole())
    found.gaps = [replace(found.gaps[0], horizon="", effort="", lead="")]
    *dated, last = phases(found)
    assert [phase.count for phase in dated] == [0, 0, 0]
    assert (last.title, last.count, last.steps[0].terms) == ("chưa định thời hạn", 1, "")
