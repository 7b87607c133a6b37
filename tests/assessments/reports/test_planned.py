from datetime import date
from decimal import Decimal

from assessments.reports.planned import earlier_part, plan_part
from assessments.supplements import Plan
from tests.assessments.reports.snapshots import planned


def plan(*actions) -> Plan:
    return Plan(campaign="Đợt 0", updated_on=date(2026, 5, 6), actions=actions)


def test_without_a_plan_there_is_no_part():
    assert (plan_part(None), plan_part(plan()), earlier_part(None), earlier_part(plan())) == (None, None, None, None)


def test_the_plan_says_how_much_it_costs_and_gains_and_how_far_it_is():
    done = planned(status="done", status_label="hoàn thành", is_done=True, cost=Decimal("1200.5"), gain=Decimal("1.02"))
    found = plan_part(plan(done, planned(cost=None, gain=Decimal("0.4"))))
    assert found.intro == (
        "Kế hoạch gồm 2 việc, cập nhật ngày 06 tháng 5 năm 2026; 1 việc đã hoàn thành. Làm xong tất cả, điểm chung "
        "tăng tối đa 1,42 điểm. Kinh phí dự kiến của các việc đã ước tính là 1.200,5 triệu đồng."
    )
    assert [(row.cost, row.gain, row.status) for row in found.rows] == [
        ("1.200,5", "+1,02", "hoàn thành"),
        ("–", "+0,40", "đang làm"),
    ]


def test_a_plan_without_any_cost_speaks_of_none():
    assert plan_part(plan(planned(cost=None))).intro.endswith("tăng tối đa 0,50 điểm.")


def test_rows_are_ready_to_print():
    [row] = plan_part(plan(planned(action="Ban hành quy chế.\x00", due=date(2026, 9, 1), note="Chờ\u202e ý kiến"))).rows
    assert (row.action, row.due, row.note, row.owner) == (
        "Ban hành quy chế",
        "01/09/2026",
        "Chờ ý kiến",
        "Sở Khoa học và Công nghệ",
    )


def test_the_earlier_plan_says_what_became_of_it():
    raised = planned(is_done=True, score_then=Decimal(25), score_now=Decimal(75))
    same = planned(score_then=Decimal(50), score_now=Decimal(50))
    gone = planned(score_then=Decimal(50), score_now=None)
    found = earlier_part(plan(raised, same, gone))
    assert found.intro == (
        "Kế hoạch của “Đợt 0” có 3 việc, 1 việc đã hoàn thành; 1 câu hỏi, chỉ số trong kế hoạch có điểm cao hơn khi đó."
    )
    assert [(row.then, row.now) for row in found.rows] == [("25,00", "75,00"), ("50,00", "50,00"), ("50,00", "–")]
