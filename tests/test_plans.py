"""No page reads a large table from end to end: PostgreSQL's own plans, among thousands of rows of others."""

import json
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.factories.comparison import made_edition
from tests.world import make_world

pytestmark = pytest.mark.slow

PAGES = {
    "coordinator": (
        *("home", "notices", "overview", "section", "check", "receipt", "snapshot", "node", "people", "activity"),
        *("team", "discussions", "discussion_thread", "clarifications", "carry_over", "approval", "search"),
        *("results", "planning:gaps", "planning:what_if", "planning:plan", "evidence_reuse", "personal_data:own"),
        *("comparison:index", "comparison:table", "comparison:map", "comparison:heatmap", "comparison:quadrants"),
        *("comparison:distribution", "comparison:side_by_side", "comparison:rounds"),
    ),
    "reviewer": ("home", "review", "review_leaf", "review_accept", "review_differences", "comparison:overclaiming"),
    "campaign_manager": (
        *("home", "campaigns", "campaign", "filing", "reviewers", "agreement", "extension", "assignment"),
        *("operations:queues", "comparison:editions"),
    ),
    "auditor": ("audit_desk:events",),
}
QUERIES = {"search": {"q": "kien truc"}, "comparison:side_by_side": {"p": ["48"]}}
FILTERS = ({"person": "Nguyễn"}, {"verb": "export"}, {"since": "01/01/2026"})

WHOLE = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
"""What reads tables from end to end by choice."""

CROWD = 300
"""Units of another edition."""

LARGE = {
    "assessments_answer": 6_000,
    "assessments_answerrevision": 6_000,
    "assessments_answerevidence": 6_000,
    "assessments_evidence": 6_000,
    "assessments_workflowevent": 3_000,
    "assessments_decision": 3_000,
    "assessments_comment": 3_000,
    "assessments_notice": 3_000,
    "assessments_scoresnapshot": 2 * CROWD,
    "audit_event": 6_000,
    "audit_head": 6_000,
    "comparison_entry": CROWD,
    "comparison_nodescore": 5_000,
}
"""Tables that grow with every round, and how many rows of others are in them at least."""

PARTIAL = {"notice_to_mail", "stored_file_to_scan", "snapshot_one_submission", "decision_one_stands"}
"""Indexes of a few rows only: to read one of them whole is to look something up."""


SENT = {"by_mail": "true", "mailed_at": "now()"}


def copies(table: str, rows: str, **columns: str) -> str:
    """SQL: one row of `table`, changed in some columns, for each of `rows`."""
    changes = ", ".join(f"'{name}', {value}" for name, value in columns.items())
    changed = (
        f"SELECT to_jsonb(one) || jsonb_build_object({changes}) row FROM {rows}, (SELECT * FROM {table} LIMIT 1) one"
    )
    return f"INSERT INTO {table} SELECT copy.* FROM ({changed}) changed, jsonb_populate_record(NULL::{table}, row) copy"


def key(table: str) -> str:
    return f"nextval('{table}_id_seq')"


def crowd(user: int) -> list[str]:
    """What thousands of others have answered, filed and done."""
    a, made = "assessments", "made"
    own = "(SELECT a.id AS assessment, a.province_id AS province FROM assessments_assessment a JOIN comparison_entry e "
    own += "ON e.assessment_id = a.id) own"
    twenty, ten = "generate_series(1, 20) n", "generate_series(1, 10) n"
    answers = f"(SELECT id FROM {a}_answer WHERE code LIKE 'X-%') made"
    items = f"(SELECT id, row_number() OVER () n FROM {a}_answer WHERE code LIKE 'X-%') x JOIN "
    items += f"(SELECT id AS item, row_number() OVER () n FROM {a}_evidence WHERE title = 'khác') y USING (n)"
    mine = {"id": "", "assessment_id": "own.assessment"}
    return [
        copies(f"{a}_answer", f"{own}, {twenty}", **mine | {"id": key(f"{a}_answer"), "code": "'X-' || n"}),
        copies(f"{a}_answerrevision", answers, id=key(f"{a}_answerrevision"), answer_id=f"{made}.id"),
        copies(f"{a}_evidence", f"{own}, {twenty}", id="gen_random_uuid()", province_id="own.province", title="'khác'"),
        f"ANALYZE {a}_answer, {a}_evidence",
        copies(f"{a}_answerevidence", items, id=key(f"{a}_answerevidence"), answer_id="x.id", evidence_id="y.item"),
        copies(f"{a}_workflowevent", f"{own}, {ten}", **mine | {"id": key(f"{a}_workflowevent")}),
        copies(f"{a}_comment", f"{own}, {ten}", **mine | {"id": key(f"{a}_comment")}),
        f"INSERT INTO {a}_decision "
        "(assessment_id, code, seat, verdict, reason, text, answer_version, at, superseded_why) "
        f"SELECT own.assessment, 'X-' || n, 'first', 'accepted', '', '', 1, now(), '' FROM {own}, {ten}",
        copies(
            f"{a}_notice",
            "generate_series(1, 3000) n",
            id=key(f"{a}_notice"),
            user_id=str(user),
            key="'x-' || n",
            **SENT,
        ),
        "INSERT INTO audit_event (chain, seq, at, actor, role, network, verb, what, detail, previous, hash) "
        "SELECT 'user:' || -n, 1, now() - n * interval '1 minute', -n, '', '', 'read', '', '{}', '', 'x' "
        "FROM generate_series(1, 6000) n",
    ]


@pytest.fixture(scope="module")
def crowded(django_db_setup, django_db_blocker):
    """A world in which nearly everything belongs to others, counted by the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        made_edition(CROWD)
        with connection.cursor() as cursor:
            for statement in crowd(world.actors["stranger"].pk):
                cursor.execute(statement)
            cursor.execute("ANALYZE")
        connection.check_constraints()
        yield world
        transaction.set_rollback(True)


class Plans:
    """What large tables the queries of a request would be read from end to end. Six thousand rows are few to
    PostgreSQL, which may well read them whole though there is an index; it is told not to, so that what it reads whole
    nevertheless has no index that would serve."""

    def __init__(self):
        self.found, self.asked, self.is_asking = {}, 0, False

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("SELECT") and not self.is_asking:
            self.is_asking = True
            for table in scanned(self.plan(sql, params)):
                self.found.setdefault(table, []).append(sql)
            self.is_asking = False
        return execute(sql, params, many, context)

    def plan(self, sql, params):
        self.asked += 1
        with connection.cursor() as cursor:
            cursor.execute("".join(f"SET LOCAL {way} = off;" for way in WHOLE))
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            plan = cursor.fetchone()[0]
            cursor.execute("".join(f"SET LOCAL {way} = on;" for way in WHOLE))
        return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def scanned(plan, is_cut=False):
    """The large tables of a plan that are read whole, row by row or by an index without a condition, unless only the
    first rows are taken. An index that is read whole and alone, to count, is let pass."""
    by_index = plan["Node Type"] == "Index Scan" and plan["Index Name"] not in PARTIAL and "Index Cond" not in plan
    whole = plan["Node Type"] == "Seq Scan" or (by_index and (not is_cut or "Filter" in plan))
    if whole and plan["Relation Name"] in LARGE:
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from scanned(part, is_cut or plan["Node Type"] == "Limit")


@contextmanager
def planned():
    plans = Plans()
    with connection.execute_wrapper(plans):
        yield plans


def test_tables_are_large(db, crowded):
    with connection.cursor() as cursor:
        for table, least in LARGE.items():
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] >= least, table


def test_a_scan_is_found(db, crowded):
    """What the tests below look for is there to be found."""
    with planned() as plans, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM assessments_answer WHERE note <> ''")
    assert list(plans.found) == ["assessments_answer"]


@pytest.mark.parametrize(("actor", "name"), [(actor, name) for actor, names in PAGES.items() for name in names])
def test_page_reads_no_large_table_whole(db, crowded, actor, name):
    client = Client()
    client.force_login(crowded.actors[actor])
    with planned() as plans:
        response = client.get(reverse(name, kwargs=crowded.kwargs(name)), QUERIES.get(name, {}))
    assert (response.status_code, plans.asked > 0) == (200, True)
    assert plans.found == {}


@pytest.mark.parametrize("asked", FILTERS)
def test_audit_log_is_looked_up_by_what_is_asked(db, crowded, asked):
    client = Client()
    client.force_login(crowded.actors["auditor"])
    with planned() as plans:
        assert client.get(reverse("audit_desk:events"), asked).status_code == 200
    assert plans.found == {}
