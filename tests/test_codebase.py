"""The shape of the code base: sizes, mirror, where states are set, what may not be in the repository."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APPS = (
    *("accounts", "assessments", "audit", "audit_desk", "backups", "catalogue_desk", "catalogues", "comparison"),
    *("guidance", "handbook", "indicators", "operations", "personal_data", "planning", "search", "sign_in"),
    *("smartcity_portal", "workbooks"),
)
LONGEST_FUNCTION, LONGEST_FILE, LONGEST_TEMPLATE = 40, 400, 120

NOT_MIRRORED = {
    "smartcity_portal": "wiring; tried by every test, the deploy gate and tests/test_settings.py",
    "accounts/apps.py": "declaration",
    "audit/apps.py": "declaration",
    "audit_desk/apps.py": "declaration",
    "personal_data/apps.py": "declaration",
    "personal_data/urls.py": "tests/test_access.py goes over every route",
    "audit_desk/urls.py": "tests/test_access.py goes over every route",
    "assessments/apps.py": "declaration",
    "backups/apps.py": "declaration",
    "comparison/apps.py": "declaration",
    "catalogue_desk/apps.py": "declaration",
    "operations/apps.py": "declaration",
    "planning/apps.py": "declaration",
    "handbook/apps.py": "declaration",
    "search/apps.py": "declaration",
    "sign_in/urls.py": "tests/test_access.py goes over every route",
    "workbooks/apps.py": "declaration",
    "guidance/apps.py": "declaration",
    "indicators/apps.py": "declaration",
    "assessments/urls.py": "tests/test_access.py goes over every route",
    "accounts/urls.py": "tests/test_access.py goes over every route",
    "comparison/urls.py": "tests/test_access.py goes over every route",
    "catalogue_desk/urls.py": "tests/test_access.py goes over every route",
    "operations/urls.py": "tests/test_access.py goes over every route",
    "planning/urls.py": "tests/test_access.py goes over every route",
    "handbook/urls.py": "tests/test_access.py goes over every route",
    "search/urls.py": "tests/test_access.py goes over every route",
    "workbooks/urls.py": "tests/test_access.py goes over every route",
    "guidance/urls.py": "tests/test_access.py goes over every route",
    "indicators/urls.py": "tests/test_access.py goes over every route",
}


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository, those not yet committed included."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def own_python() -> list[Path]:
    return [path for path in tracked("*.py") if "migrations" not in path.parts]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.slow
def test_functions_stay_within_their_limit():
    too_long = [
        f"{short(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1}"
        for path in own_python()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == []


@pytest.mark.parametrize(
    ("pattern", "limit"),
    [
        ("*.py", LONGEST_FILE),
        ("static/*.js", LONGEST_FILE),
        ("static/*.css", LONGEST_FILE),
        ("templates/*", LONGEST_TEMPLATE),
    ],
)
def test_files_stay_within_their_limit(pattern, limit):
    found = {
        short(path): len(path.read_text().splitlines()) for path in tracked(pattern) if "migrations" not in path.parts
    }
    assert found, f"nothing matches {pattern}"
    assert {name: lines for name, lines in found.items() if lines > limit} == {}


def test_every_module_has_its_test_file():
    missing = []
    for path in own_python():
        name = short(path)
        if path.parts[len(ROOT.parts)] not in APPS or path.name == "__init__.py":
            continue
        if name in NOT_MIRRORED or path.parts[len(ROOT.parts)] in NOT_MIRRORED:
            continue
        inner = path.relative_to(ROOT)
        folders = [part for part in inner.parts[:-1] if part != "commands"]
        if not (ROOT / "tests" / Path(*folders) / f"test_{inner.name}").exists():
            missing.append(name)
    assert missing == []


@pytest.mark.slow
def test_states_are_set_by_move_only():
    setters = []
    for path in own_python():
        if path.parts[len(ROOT.parts)] not in APPS:
            continue
        for node in ast.walk(parsed(path)):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
                setters.append(f"{short(path)}: {ast.unparse(node)}")
    assert setters == [
        "assessments/transitions.py: assessment.state = TRANSITIONS[AssessmentState(assessment.state), verb].to",
        "assessments/transitions.py: campaign.state = CAMPAIGN_TRANSITIONS[CampaignState(campaign.state), verb].to",
    ]


def test_states_are_not_written_past_move():
    found = [
        f"{short(path)}:{node.lineno}"
        for path in own_python()
        if path.parts[len(ROOT.parts)] in APPS
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
        if "state" in {keyword.arg for keyword in node.keywords}
    ]
    assert found == []


def test_templates_have_no_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
    pages = [path for path in tracked("templates/*.html") if "reports" not in path.parts]
    assert pages
    assert [short(path) for path in pages if inline.search(path.read_text())] == []


@pytest.mark.slow
def test_no_module_imports_inside_functions():
    found = [
        f"{short(path)}:{inner.lineno}"
        for path in own_python()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_repository_names_no_registry_and_no_machine():
    address = r"registry\.npmjs|pypi\.org|files\.pythonhosted|--(extra-)?index-url|\"resolved\": *\"http"
    registry = re.compile(address + "|/(home|root|work)/[a-z]")
    here = Path(__file__)
    texts = [path for path in tracked() if path != here and path.suffix not in {".png", ".woff2", ".pdf"}]
    assert [short(path) for path in texts if registry.search(path.read_text(errors="replace"))] == []


def test_runtime_dependencies_have_their_reason():
    lines = (ROOT / "pyproject.toml").read_text().split("dependencies = [")[1].split("\n]")[0].strip().splitlines()
    assert len(lines) > 10
    assert [line for line in lines if "#" not in line] == []


def test_there_is_one_migration_an_app():
    found = {path.parent.parent.name: path.name for path in tracked("*/migrations/0*.py")}
    apps = [
        "accounts",
        "assessments",
        "audit",
        "catalogue_desk",
        "comparison",
        "guidance",
        "indicators",
        "operations",
        "planning",
        "sign_in",
        "workbooks",
    ]
    assert sorted(found) == apps
    assert len(tracked("*/migrations/0*.py")) == len(found)
