"""Runs on the throw-away database, in a process of its own: the demonstration, a campaign of all communes made of its
answers, a campaign with many editors. Prints what the measuring process asks for.

usage: python -m benchmarks.load.seeding COMMUNES EDITORS
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, cycle, islice, product
from random import Random
from string import ascii_letters, digits
from typing import Any
from uuid import UUID

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Province, User
from accounts.roles import Role
from assessments.demonstration.accounts import HOME_PROVINCE, PROVINCE_BODIES, body_of
from assessments.demonstration.rounds import FIRST, SECOND, make_campaign
from assessments.enums import AssessmentState, CampaignState, Purpose, WorkStatus
from assessments.models import Answer, Assessment, Campaign, ScoreSnapshot
from comparison.models import Edition, Entry

COMMUNES, MANY = "cac-xa", "nhieu-nguoi"
COORDINATOR, MANAGER = "dau-moi@tinh.example", "quan-tri@bo.example"
SECTION = "IOC-6"


def main(communes: int, editors: int) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    call_command("migrate", verbosity=0)
    call_command("load_demo", password="x" * 20, stdout=sys.stderr)
    many = make_campaign(MANY, "Đợt có nhiều người nhập (dữ liệu minh họa)", timezone.localdate() - timedelta(days=5))
    copy_answers(many.assessments.all())
    found = {"editors": list(make_editors(many, editors)), **make_communes(communes)}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as in a portal that was not filled a minute ago
    return {**found, **addresses()}


def addresses() -> dict[str, Any]:
    """What is asked for, among few (of the demonstration) and among many."""
    drafts = [Assessment.objects.get(campaign__code=code, province__code=HOME_PROVINCE) for code in (SECOND, COMMUNES)]
    editions = [Edition.objects.get(campaign__code=code) for code in (FIRST, COMMUNES)]
    snapshot = final(FIRST).get(assessment__province__code=HOME_PROVINCE)
    return {
        "coordinator": session_of(User.objects.get(email=COORDINATOR)),
        "manager": session_of(User.objects.get(email=MANAGER)),
        "form": [reverse("section", args=[draft.pk, SECTION]) for draft in drafts],
        "table": [reverse("comparison:table", args=[edition.pk]) for edition in editions],
        "scorecard": reverse("snapshot", args=[snapshot.pk]),
        "results": reverse("results", args=[snapshot.pk, "xlsx"]),
        "export": [reverse("comparison:export", args=[edition.pk, "table", "xlsx"]) for edition in editions],
    }


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def final(campaign: str) -> models.QuerySet[ScoreSnapshot]:
    return ScoreSnapshot.objects.filter(assessment__campaign__code=campaign, purpose=Purpose.VERIFIED)


# -- many editors ------------------------------------------------------------------------------------------------------


def make_editors(campaign: Campaign, count: int) -> Iterable[dict[str, Any]]:
    """So many people spread over the provinces, each with a question of their own that is answered by a choice."""
    assessments = list(campaign.assessments.select_related("province"))
    turns = {assessment.pk: choices(assessment) for assessment in assessments}
    for number, assessment in enumerate(islice(cycle(assessments), count)):
        user = User.objects.create_user(f"nguoi-nhap-{number}@tinh.example", full_name=f"Người nhập {number}")
        body = body_of(assessment.province, *PROVINCE_BODIES[0])
        Membership.objects.create(user=user, body=body, role=Role.CONTRIBUTOR)
        answer = turns[assessment.pk].pop()
        yield {
            "session": session_of(user),
            "path": reverse("answer_save", args=[assessment.pk, answer.code]),
            "prefix": "q_" + answer.code.replace("-", "_").replace(".", "_"),
            "value": answer.choice,
            "version": answer.version,
        }


def choices(assessment: Assessment) -> list[Answer]:
    return list(assessment.answers.exclude(choice="").order_by("pk"))


# -- communes ----------------------------------------------------------------------------------------------------------


def make_communes(count: int) -> dict[str, Any]:
    """A campaign of so many units that have all handed in, and one that has not; its comparison."""
    today, by = timezone.localdate(), User.objects.get(email=COORDINATOR)
    like = Campaign.objects.get(code=SECOND)
    same = {name: getattr(like, name) for name in ("guidance", "indicators", "opens_on", "submit_by", "review_by")}
    dates = {name: getattr(like, name) for name in ("clarify_by", "publish_on")}
    campaign = Campaign.objects.create(
        code=COMMUNES,
        name="Các xã (dữ liệu minh họa)",
        state=CampaignState.OPEN,
        is_demonstration=True,
        **same,
        **dates,
    )
    handed_in = {"state": AssessmentState.SUBMITTED, "submitted_at": timezone.now(), "submitted_by": by}
    assessments = Assessment.objects.bulk_create(
        Assessment(campaign=campaign, province=province, **handed_in) for province in communes(count, today)
    )
    draft = Assessment.objects.create(
        campaign=campaign, province=Province.objects.get(code=HOME_PROVINCE, valid_to=None)
    )
    copy_answers([*assessments, draft])
    make_edition(campaign, assessments, make_snapshots(assessments, by), by)
    return {"units": count}


def communes(count: int, today: date) -> list[Province]:
    codes = islice((a + b for a, b in product(ascii_letters + digits, repeat=2) if not (a + b).isdigit()), count)
    rows = [Province(code=code, name=f"Xã {place}", valid_from=today) for place, code in enumerate(codes, start=1)]
    return Province.objects.bulk_create(rows)


def copy_answers(assessments: Iterable[Assessment]) -> None:
    """Rows of the demonstration's first round, whose answers are whole, in turn; by the database."""
    table, columns = Answer._meta.db_table, [field.column for field in Answer._meta.concrete_fields]
    same = ", ".join(column for column in columns if column not in {"id", "assessment_id"})
    found = [assessment.pk for assessment in assessments]
    whole = Assessment.objects.filter(campaign__code=FIRST).order_by("province__code").values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (assessment_id, {same}) SELECT pair.own, {same} FROM {table}"  # noqa: S608
            " JOIN unnest(%s::uuid[], %s::uuid[]) AS pair (own, other) ON assessment_id = other",
            [found, list(islice(cycle(whole), len(found)))],
        )


def make_snapshots(assessments: Sequence[Assessment], by: User) -> dict[UUID, UUID]:
    """Handed in and not scored yet, each with whole answers that no other has. Gives the keys by assessment."""
    like = ScoreSnapshot.objects.filter(assessment__campaign__code=FIRST, purpose=Purpose.SUBMISSION)
    sources, random = list(like.order_by("assessment__province__code")), Random("các xã")
    given: dict[str, list[dict[str, Any]]] = {}
    for answer in chain.from_iterable(source.inputs["answers"] for source in sources):
        given.setdefault(answer["code"], []).append(answer)
    made = []
    for assessment, source in zip(assessments, cycle(sources), strict=False):
        mixed = [random.choice(given[answer["code"]]) for answer in source.inputs["answers"]]
        frozen = {"as_of": source.as_of, "inputs": {**source.inputs, "answers": mixed}, "context": source.context}
        made.append(ScoreSnapshot(assessment=assessment, purpose=Purpose.SUBMISSION, created_by=by, **frozen))
    ScoreSnapshot.objects.bulk_create(made, batch_size=100)
    return {snapshot.assessment_id: snapshot.pk for snapshot in made}


def make_edition(
    campaign: Campaign, assessments: Sequence[Assessment], snapshots: Mapping[UUID, UUID], by: User
) -> None:
    """Results near those of the 34, ranked."""
    now = timezone.now()
    done = {"status": WorkStatus.READY, "finished_at": now, "published_at": now, "published_by": by}
    edition = Edition.objects.create(
        campaign=campaign, number=1, seed=1, draws=10_000, field=len(assessments), created_by=by, **done
    )
    random, known = Random("các xã"), list(Entry.objects.filter(edition__campaign__code=FIRST))
    entries = [
        _entry(edition, assessment, snapshots[assessment.pk], like, random)
        for assessment, like in zip(assessments, cycle(known), strict=False)
    ]
    entries.sort(key=lambda entry: -entry.headline)
    for rank, entry in enumerate(entries, start=1):
        entry.rank = entry.rank_geometric = entry.rank_evidenced = entry.mean_rank = rank
        entry.rank_low, entry.rank_high = max(rank - 40, 1), min(rank + 40, len(entries))
    Entry.objects.bulk_create(entries)


def _entry(edition: Edition, assessment: Assessment, snapshot: UUID, like: Entry, random: Random) -> Entry:
    names = ("type", "readiness", "results", "coverage", "evidenced_share", "claimed", "evidenced", "is_uncertain")
    same = {name: getattr(like, name) for name in names}
    headline = min(max(like.headline + Decimal(random.randint(-900, 900)) / 100, Decimal(0)), Decimal(100))
    places = {"edition": edition, "assessment": assessment, "province": assessment.province, "top5": Decimal(0)}
    return Entry(**places, verified_snapshot_id=snapshot, submission_id=snapshot, headline=headline, **same)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
