"""Everything that can be found wrong with a form: one table of severity, what is wrong, and what to write instead.

The words in braces are filled in by whoever finds it. A name keeps its meaning for ever: programs read it."""

from enum import Enum, StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """Errors keep a form from being used; warnings do not."""

    ERROR = "error"
    WARNING = "warning"


class Words(NamedTuple):
    """What a rule says."""

    severity: Severity
    what: str
    cure: str


def _error(what: str, cure: str) -> Words:
    return Words(Severity.ERROR, what, cure)


def _warning(what: str, cure: str) -> Words:
    return Words(Severity.WARNING, what, cure)


class Rule(Enum):
    """What is looked for."""

    # The file
    UNREADABLE = _error("The file cannot be read as a form: {cause}.", "{cure}")
    TOO_LARGE = _error(
        "The form is too large: {cause}.", "Make it smaller, or split it into several surveys."
    )
    TOO_DEEP = _error(
        "Groups and repeats stand more than {most} deep inside each other.", "Use fewer levels."
    )
    CELL_TOO_LONG = _error("The cell holds {length} characters.", "Write at most {most}.")
    NO_SURVEY = _error("There is no sheet named 'survey'.", "Name the sheet with the questions 'survey'.")
    NO_TYPE_COLUMN = _error(
        "There is no column 'type'.", "Write the names of the columns into the first row."
    )
    NO_NAME_COLUMN = _error(
        "There is no column 'name'.", "Write the names of the columns into the first row."
    )
    NO_LIST_COLUMN = _error(
        "There is no column 'list_name'.", "Add it, with the name of the list of each choice."
    )
    SHEET_UNSUPPORTED = _error("Surveys in a chat have no sheet '{name}'.", "{cure}")
    FORMULA_WITHOUT_VALUE = _warning(
        "{count} cells hold an Excel formula without its result, so they count as empty.",
        "Open the file in Excel and save it, or write the values instead of the formulas.",
    )
    PYXFORM = _error(
        "pyxform, which KoboToolbox and ODK use, rejects the form: {cause}",
        "Mend what the message names; KoboToolbox and ODK could not use the form either.",
    )

    # Columns
    COLUMN_TWICE = _error("The column '{name}' stands there twice.", "Remove one of them, or rename it.")
    COLUMNS_FUSED = _error(
        "'{name}' looks like several headers in one cell.", "Write each header into a column of its own."
    )
    COLUMN_UNKNOWN = _warning("The column '{name}' is not known, so it is left out.", "{cure}")
    COLUMN_UNSUPPORTED = _error("Surveys in a chat have no column '{name}'.", "{cure}")
    COLUMN_NOT_TRANSLATED = _error(
        "The column '{name}' cannot have a language.", "Write '{plain}' without a language."
    )
    SETTING_UNKNOWN = _warning("The setting '{name}' is not known, so it is left out.", "{cure}")
    SETTING_UNSUPPORTED = _error("Surveys in a chat have no setting '{name}'.", "{cure}")
    CODE_CHANGED = _warning(
        "The form_id '{name}' cannot be the code of a survey, so it becomes '{code}'.",
        "Write a form_id of small letters, digits, - and _, at most 60 of them.",
    )
    CODE_FROM_FILE = _warning(
        "The form has no form_id, so its file's name is taken: '{code}'.",
        "Write a form_id into the sheet 'settings'; the survey's versions are known by it.",
    )
    CODE_WRONG = _error(
        "'{name}' cannot be the code of a survey.",
        "Write small letters, digits, - and _, at most 60 of them.",
    )
    NO_CODE = _error(
        "The form has no form_id.", "Write one of small letters, digits, - and _ into 'settings'."
    )

    # Languages
    LANGUAGE_UNKNOWN = _warning(
        "The language '{name}' is not known.", "Write its name and code, such as 'Deutsch (de)'."
    )
    LANGUAGE_CODE_WRONG = _warning(
        "'{name}' is taken for {language} ({code}).", "Write the code that belongs to the language: ({code})."
    )
    LANGUAGE_TWICE = _warning(
        "'{name}' and '{other}' are the same language; where both are filled in, '{other}' counts.",
        "Keep one of the two columns.",
    )
    LANGUAGE_ASSUMED = _warning(
        "The columns without a language are taken for {language} ({code}).",
        "Write default_language into the sheet 'settings', such as 'Deutsch (de)'.",
    )

    # Rows
    TYPE_MISSING = _error("The row has no type.", "Write one, such as text, or clear the row.")
    TYPE_UNKNOWN = _error("There is no type '{type}'.", "{cure}")
    TYPE_UNSUPPORTED = _error("Surveys in a chat have no '{type}'.", "{cure}")
    DEVICE_FIELD = _warning(
        "'{type}' tells something of a resident's phone or account, so it is left out, for their privacy.",
        "Remove the row.",
    )
    NAME_MISSING = _error("The row has no name.", "Write one, such as '{suggestion}'.")
    NAME_WRONG = _error(
        "'{name}' cannot be a name.",
        "Begin with a letter or _, then write letters, digits, _, - and dots, such as '{suggestion}'.",
    )
    NAME_TWICE = _error("The name '{name}' stands in row {row} already.", "Give each row a name of its own.")
    NAME_ALIKE = _warning(
        "The names '{name}' and '{other}' differ in capitals only.", "Choose names that nobody confuses."
    )
    NAME_TOO_LONG = _error("The name '{name}' is {length} characters long.", "Write at most {most}.")
    END_WITHOUT_BEGIN = _error(
        "This end_{kind} has no begin_{kind} before it.", "Remove it, or add the beginning."
    )
    BEGIN_WITHOUT_END = _error("The {kind} '{name}' has no end.", "Write end_{kind} after its last row.")
    GROUP_EMPTY = _warning("The {kind} '{name}' has nothing inside.", "Remove it, or put questions into it.")
    NOTHING_ASKED = _error("The form asks nothing.", "Write at least one question.")
    LABEL_MISSING = _error("'{name}' has no label, so residents would see no question.", "Write a label.")
    REPEAT_WITHOUT_LABEL = _warning(
        "The repeat '{name}' has no label, so residents are asked for 'another?' without knowing what.",
        "Write a label, such as 'Child'.",
    )
    ROUNDS_MANY = _warning(
        "'{name}' may come {count} times, but residents are asked for it {most} times at most.",
        "Ask for fewer, or ask for the number only.",
    )
    STEPS_MANY = _error(
        "With all its rounds '{name}' makes {count} questions; a chat stays quick up to {most} in all.",
        "Ask less in it, put no repeat into a repeat, or say in repeat_count how often it comes at most: a number, "
        "or a question whose constraint has an upper bound.",
    )
    CALCULATION_MISSING = _error(
        "'{name}' is to be calculated, but has no calculation.", "Write the formula."
    )
    READ_ONLY_FORMULA = _error(
        "Whether '{name}' is read only cannot depend on other answers.",
        "Write yes or no; or use two questions.",
    )
    PARAMETER_UNKNOWN = _error("The parameter '{name}' has no meaning here.", "{cure}")
    PARAMETER_WRONG = _error("The parameter '{name}' is '{value}'.", "Write {wanted}.")
    ORDER_KEPT = _warning(
        "The choices of '{name}' are not shuffled: residents see them in the order of the form.",
        "Remove randomize=true, or accept the order.",
    )
    APPEARANCE_UNSUPPORTED = _error("The appearance '{name}' is not possible in a chat.", "{cure}")

    GRID_HEAD = _warning(
        "'{name}' has the appearance 'label', the head of a grid, so residents see its label as a note.",
        "Remove the row, or remove the appearance if it is a question.",
    )

    # Choices
    LIST_MISSING = _error("There is no list of choices '{name}'.", "{cure}")
    LIST_NAME_MISSING = _error(
        "The type names no list of choices.", "Write it after {type}, such as '{type} yes_no'."
    )
    LIST_UNUSED = _warning("No question uses the list of choices '{name}'.", "Remove it, or use it.")
    LIST_NAME_EMPTY = _error("The choice '{name}' belongs to no list.", "Fill in list_name.")
    CHOICE_NAME_MISSING = _error(
        "A choice of the list '{list}' has no name.", "Write one, such as '{suggestion}'."
    )
    CHOICE_TWICE = _error(
        "The list '{list}' has the choice '{name}' twice.", "Give each choice a name of its own."
    )
    CHOICE_LABEL_MISSING = _error("The choice '{name}' has no label.", "Write what residents shall read.")
    CHOICE_SPACES = _error(
        "The name of the choice '{name}' has a space in it; several chosen names are stored with spaces between.",
        "Write '{suggestion}'.",
    )
    CHOICES_MANY = _warning(
        "'{name}' has {count} choices: residents turn {pages} pages, or search by typing.",
        "Ask in two steps, or filter the choices with choice_filter.",
    )
    LABELS_SAME = _warning(
        "Two choices of the list '{list}' are both called '{label}'.", "Let residents see what differs."
    )

    # Formulas
    FORMULA = _error("{cause}", "{cure}")
    REFERENCE_UNKNOWN = _error("There is no question '{name}'.", "{cure}")
    REFERENCE_LATER = _warning(
        "'{name}' comes later than '{question}', so it has no answer yet when this is decided.",
        "Move '{name}' up.",
    )
    CHOICE_UNKNOWN = _warning("'{question}' has no choice '{name}'.", "{cure}")
    COMPARED_WITH_WORD = _warning(
        "'{name}' is neither a number nor a date, so nothing is {sign} than it.", "{cure}"
    )
    FILTER_COLUMN_UNKNOWN = _error("The choices have no column '{name}'.", "{cure}")
    LOOP = _error("These need each other, so none of them can be worked out: {names}.", "Break the circle.")
    NEVER_ASKED = _warning(
        "'{name}' can never be asked: its condition cannot hold.", "Correct the condition, or remove the row."
    )
    NEVER_ANSWERED = _error("No answer to '{name}' can meet its constraint.", "Correct the constraint.")
    # Texts
    DRAFT = _error(
        "A draft that nobody has reviewed stands in {where}.", 'Read it, then take away "[draft]".'
    )
    MARKUP = _warning("Telegram shows '{name}' without its formatting.", "Write plain text; emoji are fine.")
    BUTTON_TOO_LONG = _warning(
        "The label of '{name}' has {length} characters; buttons show {most}, so it is cut.",
        "Write a shorter one.",
    )
    MESSAGE_TOO_LONG = _warning(
        "The text of '{name}' has {length} characters; Telegram takes {most}, so it comes in several messages.",
        "Write less.",
    )
    TRANSLATION_MISSING = _warning(
        "{missing} of {texts} texts are not there in {language} ({code}); residents see {fallback} instead.",
        "Fill in the empty cells.",
    )
    FILE_MISSING = _warning(
        "The file '{name}' is not beside the form, so the question comes without it.",
        "Put it into the form's folder, or into a folder 'media' there.",
    )
    FILE_UNFIT = _error("The file '{name}' cannot be used: {cause}.", "{cure}")

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.value.severity

    @property
    def what(self) -> str:
        """What is wrong."""
        return self.value.what

    @property
    def cure(self) -> str:
        """What to write instead."""
        return self.value.cure
