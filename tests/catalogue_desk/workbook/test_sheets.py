from openpyxl.utils import get_column_letter

from catalogue_desk.workbook import sheets
from catalogues.schema import Body, Effort, EvidenceRule, Horizon, Kind, Option
from indicators.schema import Frequency, GroupHead, Indicator, Origin, Scoring, SetFile


def tops(sheet):
    return {column.field.split(".")[0] for column in sheet.columns}


def names(model):
    return {field.alias or name for name, field in model.model_fields.items()}


def test_columns_are_the_fields_of_the_schema():
    """A field without a column would be lost by a round through the template."""
    assert tops(sheets.ABOUT) == names(SetFile) - {"bodies"}
    assert tops(sheets.BODIES) == names(Body)
    assert tops(sheets.GROUPS) == names(GroupHead)
    assert tops(sheets.INDICATORS) == names(Indicator) - {"options"} | {"group"}
    assert tops(sheets.OPTIONS) == names(Option) | {"indicator"}


def test_words_are_those_of_the_schema():
    for words, kinds in (
        (sheets.KINDS, Kind),
        (sheets.EVIDENCE, EvidenceRule),
        (sheets.FREQUENCIES, Frequency),
        (sheets.ORIGINS, Origin),
        (sheets.SCORINGS, Scoring),
        (sheets.EFFORTS, Effort),
        (sheets.HORIZONS, Horizon),
    ):
        assert list(words) == [kind.value for kind in kinds]


def test_lists_of_words_fit_into_a_cell_of_a_list():
    """Excel takes at most 255 characters, separated by commas."""
    for sheet in sheets.SHEETS:
        for column in sheet.columns:
            assert len(",".join(column.words.values())) < 250
            assert not any("," in word for word in column.words.values())


def test_fields_and_titles_are_unique_in_their_sheet():
    for sheet in sheets.SHEETS:
        assert len({column.field for column in sheet.columns}) == len(sheet.columns)
        assert len({column.title for column in sheet.columns}) == len(sheet.columns)


def test_column_of_a_path_or_of_its_nearest_part():
    found = sheets.INDICATORS.column
    assert [found(path).field for path in ("title", "rule.target", "rule.steps.at", "rule")] == [
        *("title.vi", "rule.target", "rule.steps", "rule.kind"),
    ]
    assert (found("options.score"), found("")) == (None, None)


def test_label_is_letter_and_title():
    column = sheets.INDICATORS.columns[-1]
    letter = get_column_letter(len(sheets.INDICATORS.columns))
    assert (sheets.INDICATORS.label(column), column.title) == (f"{letter}: Thời hạn", "Thời hạn")
