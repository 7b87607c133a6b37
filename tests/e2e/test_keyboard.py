"""A whole assessment by keyboard alone: every question of the real catalogue, the check page, handed in."""

from accounts.roles import Role
from assessments.catalogue import campaign_catalogue
from assessments.enums import AssessmentState
from tests.e2e.conftest import sign_in
from tests.e2e.test_reflow import FOCUS_HIDDEN
from tests.factories import open_assessment, user_as
from tests.factories.accounts import PASSWORD

WHERE = """() => {
  const it = document.activeElement, card = it.closest("[data-card]");
  const label = it.labels?.[0]?.textContent ?? "";
  return {
    tag: it.tagName, type: it.type ?? "", name: it.name ?? "", value: it.value ?? "", checked: Boolean(it.checked),
    text: (label || it.textContent).trim(), open: Boolean(it.parentElement?.open), card: card?.id ?? "",
    bar: Boolean(it.closest(".save-bar")),
  };
}"""
MOST_STOPS = 600
KINDS = {
    *(("INPUT", "radio"), ("INPUT", "checkbox"), ("INPUT", "text"), ("INPUT", "file")),
    *(("TEXTAREA", "textarea"), ("SELECT", "select-one"), ("BUTTON", "submit"), ("A", ""), ("SUMMARY", "")),
}
BARE = "q_IOC_6_1"
"""Claims the most and is left without a word about evidence, until the check page names it."""
HIGHEST = {"q_IOC_0_1", BARE}
"""All questions about an operations centre are asked only where there is one."""
BOUNDED = "q_ICT_5_4-value"
NOTE = "Giải thích thay minh chứng."


class Hands:
    """What a person does with the keys. The page is only looked at; focus moves by keys alone."""

    def __init__(self, page):
        self.page, self.unseen, self.kinds = page, [], set()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.insert_text(text)

    def here(self):
        return self.page.evaluate(WHERE)

    def look(self, at):
        """Once for every kind of control: the ring that shows where the focus is."""
        kind = (at["tag"], at["type"])
        if kind not in self.kinds:
            self.kinds.add(kind)
            self.unseen += [hidden] if (hidden := self.page.evaluate(FOCUS_HIDDEN)) else []

    def tab_to(self, wanted, back=False):
        for _stop in range(MOST_STOPS):
            self.press("Shift+Tab" if back else "Tab")
            at = self.here()
            self.look(at)
            if wanted(at):
                return at
        raise AssertionError(f"not reached by {MOST_STOPS} stops; last: {at}")

    def follow(self, wanted, path):
        self.tab_to(wanted)
        self.press("Enter")
        self.page.wait_for_url(path)


class Filler:
    """Goes down one section after another and answers what comes under its hands."""

    def __init__(self, hands):
        self.hands, self.chosen, self.tried = hands, set(), False

    def section(self):
        self.hands.tab_to(lambda at: at["text"] == "Đến các câu hỏi")
        self.hands.press("Enter")
        self.hands.tab_to(lambda at: self.answer(at) or (at["bar"] and at["type"] == "submit"))
        self.save()
        self.hands.tab_to(lambda at: at["bar"] and at["tag"] == "A")
        self.hands.press("Enter")

    def save(self):
        self.hands.press("Enter")
        self.hands.page.get_by_text("Mọi thay đổi đã được lưu.").wait_for()

    def answer(self, at):
        """Gives nothing, so that the walk goes on to the save bar."""
        if at["card"] and "-evidence-" not in at["name"]:
            act = next((act for fits, act in STEPS if fits(at)), None)
            if act:
                act(self, at)

    def choose(self, at):
        """The first option; the last where more hangs on it."""
        if at["name"] in self.chosen:
            return
        self.chosen.add(at["name"])
        self.hands.press("ArrowUp" if at["card"] in HIGHEST else "Space")
        if at["card"] in HIGHEST:
            self.hands.page.locator(f"#{at['card']} [data-state].is-saved").wait_for()

    def none_of_these(self, at):
        if not at["checked"]:
            self.hands.press("Space")

    def number(self, at):
        if at["name"] == BOUNDED and not self.tried:
            self.tried = True
            wrong_number_is_announced(self.hands, at)
        if not self.hands.here()["value"]:
            self.hands.type("10")

    def origin(self, at):
        if not at["value"]:
            self.hands.press("ArrowDown")

    def unfold_note(self, at):
        if at["card"] != BARE and not at["open"]:
            self.hands.press("Enter")

    def note(self, at):
        if not at["value"]:
            self.hands.type(NOTE)


def is_number(at):
    return at["type"] == "text" and at["name"].rsplit("-", 1)[-1] in {"value", "numerator", "denominator"}


STEPS = (
    (lambda at: at["type"] == "radio", Filler.choose),
    (
        lambda at: at["type"] == "checkbox" and (at["value"] == "-" or "document_none" in at["name"]),
        Filler.none_of_these,
    ),
    (is_number, Filler.number),
    (lambda at: at["name"].endswith("-quality"), Filler.origin),
    (lambda at: at["tag"] == "TEXTAREA" and at["name"].endswith(("-note", "-value")), Filler.note),
    (lambda at: at["tag"] == "SUMMARY" and at["text"] == "Ghi chú", Filler.unfold_note),
)


def wrong_number_is_announced(hands, at):
    """Beside the field, which it describes, and in the question's live region."""
    hands.type("120")
    hands.press("Tab")
    field = hands.page.locator(f"[name='{at['name']}'][aria-invalid=true]")
    field.wait_for()
    spoken = [
        hands.page.locator(f"[id='{one}']").inner_text() for one in field.get_attribute("aria-describedby").split()
    ]
    assert [text for text in spoken if text.endswith("; bạn nhập 120.")] != []
    assert hands.page.locator(f"#{at['card']} [data-state][role=status]").inner_text() != ""
    hands.tab_to(lambda found: found["name"] == at["name"], back=True)
    hands.press("Control+a", "Delete")


def complete_what_the_check_page_names(hands, filler):
    hands.follow(lambda at: at["tag"] == "A" and at["text"].startswith("IOC-6.1"), "**/sections/IOC-6/#q_IOC_6_1")
    hands.tab_to(lambda at: at["card"] == BARE and at["text"] == "Ghi chú")
    hands.press("Enter")
    hands.tab_to(lambda at: at["name"] == f"{BARE}-note")
    hands.type(NOTE)
    hands.tab_to(lambda at: at["bar"] and at["type"] == "submit")
    filler.save()


def hand_in(hands, assessment):
    hands.follow(lambda at: at["tag"] == "A" and at["text"] == str(assessment.province), f"**/{assessment.pk}/")
    hands.follow(lambda at: at["text"] == "Kiểm tra và nộp", "**/check/")
    hands.page.get_by_text("Không còn chỗ nào thiếu.").wait_for()
    hands.tab_to(lambda at: at["name"] == "declared")
    hands.press("Space")
    hands.tab_to(lambda at: at["text"] == "Nộp phiếu")
    hands.press("Enter")
    hands.page.get_by_role("heading", name="Phiếu đã được nộp").wait_for()


def test_whole_assessment_is_filled_and_handed_in_by_keyboard_alone(page, transactional_db):
    assessment = open_assessment()
    catalogue = campaign_catalogue(assessment.campaign)
    sign_in(page, user_as(Role.COORDINATOR, assessment.province).email, PASSWORD)
    hands = Hands(page)
    filler = Filler(hands)
    hands.tab_to(lambda at: at["text"].startswith("Tiếp tục:"))
    hands.press("Enter")
    for code in catalogue.sections:
        page.wait_for_url(f"**/sections/{code}/")
        filler.section()
    page.wait_for_url("**/check/")
    assert page.get_by_text("Cần minh chứng, hoặc ghi chú giải thích vì sao chưa có.").count() == 1
    complete_what_the_check_page_names(hands, filler)
    hand_in(hands, assessment)
    assessment.refresh_from_db()
    assert (assessment.state, hands.unseen) == (AssessmentState.SUBMITTED, [])
    assert [text for text in page.troubles if "422" not in text] == []  # half of a ratio, said to be so
    assert set(assessment.answers.values_list("code", flat=True)) == set(catalogue.items)
    assert hands.kinds >= KINDS
