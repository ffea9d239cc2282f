"""Files that no form should be, by name: their ending, and what makes them."""

import io
import zipfile
from collections.abc import Callable, Mapping

from tests.surveys.xlsform.books import changed, row_xml, sheet_xml, xlsx

SHEET = "xl/worksheets/sheet1.xml"
SURVEY = ("type", "name", "label")


def with_rows(*rows: tuple[str, ...]) -> bytes:
    return xlsx({"survey": [SURVEY, *rows]})


def a_zip_bomb() -> bytes:
    """200 MB of nothing in the table of strings."""
    return changed(xlsx(), {"xl/sharedStrings.xml": b" " * 200_000_000})


def a_bomb_that_lies() -> bytes:
    """Says that it is small, and is not."""
    content = bytearray(changed(xlsx(), {"xl/sharedStrings.xml": b" " * 20_000_000}))
    size = (20_000_000).to_bytes(4, "little")
    return bytes(content.replace(size, (1_000).to_bytes(4, "little")))


def many_parts() -> bytes:
    return changed(xlsx(), {f"xl/media/{number}.bin": b"" for number in range(5_000)})


def entities() -> bytes:
    """A billion laughs."""
    declared = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "laugh">' for n in range(10)
    )
    xml = sheet_xml([row_xml(1, *SURVEY), row_xml(2, "text", "a", "&l9;")]).decode()
    return changed(xlsx(), {SHEET: f"<?xml version='1.0'?><!DOCTYPE w [{declared}]>{xml}".encode()})


def an_outside_entity() -> bytes:
    xml = sheet_xml([row_xml(1, *SURVEY), row_xml(2, "text", "a", "&x;")]).decode()
    doctype = "<?xml version='1.0'?><!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    return changed(xlsx(), {SHEET: (doctype + xml).encode()})


def a_hundred_thousand_rows() -> bytes:
    rows = (row_xml(number, "text", f"q{number}", f"Frage {number}") for number in range(2, 100_002))
    return changed(xlsx(), {SHEET: sheet_xml([row_xml(1, *SURVEY), *rows])})


def a_hundred_thousand_rows_as_csv() -> bytes:
    lines = ["survey", ",type,name,label", *(f",text,q{n},Frage {n}" for n in range(100_000))]
    return "\n".join(lines).encode()


def a_long_label() -> bytes:
    """10 MB of words in one cell."""
    return changed(
        xlsx(), {SHEET: sheet_xml([row_xml(1, *SURVEY), row_xml(2, "text", "a", "Wort " * 2_000_000)])}
    )


def a_long_label_as_csv() -> bytes:
    return b"survey\n,type,name,label\n,text,a," + b"Wort " * 1_900_000


def many_long_labels() -> bytes:
    rows = [row_xml(1, *SURVEY), *(row_xml(n, "text", f"q{n}", "Wort " * 6_000) for n in range(2, 400))]
    return changed(xlsx(), {SHEET: sheet_xml(rows)})


def long_formulas() -> bytes:
    formula = " + ".join(["1"] * 5_000)
    return xlsx(
        {
            "survey": [
                (*SURVEY, "calculation"),
                ("text", "a", "A", ""),
                *(("calculate", f"c{n}", "", formula) for n in range(100)),
            ]
        }
    )


def deep_formula() -> bytes:
    return xlsx({"survey": [(*SURVEY, "relevant"), ("text", "a", "A", "(" * 9_000 + "1" + ")" * 9_000)]})


def groups_two_hundred_deep() -> bytes:
    begins = [("begin_group", f"g{n}", "G") for n in range(200)]
    return with_rows(*begins, ("text", "a", "Frage"), *([("end_group", "", "")] * 200))


def a_circle() -> bytes:
    """A thousand calculations in a circle."""
    rows = [("calculate", f"c{n}", "", f"${{c{(n + 1) % 1000}}} + 1") for n in range(1_000)]
    return xlsx({"survey": [(*SURVEY, "calculation"), ("text", "a", "A", ""), *rows]})


def many_columns() -> bytes:
    return xlsx({"survey": [(*SURVEY, *(f"x{n}" for n in range(5_000))), ("text", "a", "Frage")]})


def many_languages() -> bytes:
    languages = [f"label::L{n} (x{n})" for n in range(100)]
    return xlsx({"survey": [("type", "name", *languages), ("text", "a", *(["Frage"] * 100))]})


def many_cells() -> bytes:
    languages = [f"label::L{n} (x{n})" for n in range(50)]
    rows = [("text", f"a{n}", *(["Frage"] * 50)) for n in range(2_000)]
    return xlsx({"survey": [("type", "name", *languages), *rows]})


def many_references() -> bytes:
    """Each question looks at a hundred others."""
    named = [" + ".join(f"${{c{(n * place) % n}}}" for place in range(100)) for n in range(1, 2_000)]
    rows = [("calculate", f"c{n}", "", formula) for n, formula in enumerate(named, start=1)]
    return xlsx({"survey": [(*SURVEY, "calculation"), ("integer", "c0", "A", ""), *rows]})


def choices_for_everyone() -> bytes:
    """Two thousand questions with two thousand choices each."""
    choices = [("list_name", "name", "label"), *(("all", f"c{n}", f"C {n}") for n in range(2_000))]
    return xlsx(
        {"survey": [SURVEY, *(("select_one all", f"q{n}", "Q") for n in range(2_000))], "choices": choices}
    )


def misspelt_names() -> bytes:
    """Thousands of names that are each nearly like thousands of others."""
    rows = [("text", f"question_number_{n}", "A", f"${{qvestion_namber_{n}}} = 1") for n in range(4_000)]
    return xlsx({"survey": [(*SURVEY, "relevant"), *rows]})


def comparisons_with_a_long_list() -> bytes:
    choices = [("list_name", "name", "label"), *(("all", f"choice_{n}", f"C {n}") for n in range(2_000))]
    rows = [("text", f"t{n}", "T", f"${{q}} = 'choice{n}_'") for n in range(3_000)]
    asked = [("select_one all", "q", "Q", ""), *rows, ("texxt", "z", "Z", "")]
    return xlsx({"survey": [(*SURVEY, "relevant"), *asked], "choices": choices})


def labels_of_stars() -> bytes:
    """Markup that begins everywhere and ends nowhere."""
    labels = ["[a](" * 8_000, "![[" * 10_000, "**a " * 8_000, "# " + "#" * 30_000, "<a " * 10_000]
    return xlsx({"survey": [SURVEY, *(("note", f"n{n}", label) for n, label in enumerate(labels))]})


def locked() -> bytes:
    """As Excel stores a workbook with a password: no archive at all."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def half_a_workbook() -> bytes:
    content = xlsx()
    return content[: len(content) // 2]


def another_archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "Hello")
    return file.getvalue()


def yaml_laughs() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(lines).encode()


def yaml_circle() -> bytes:
    return b"code: x\nquestions: &q\n  - name: a\n    type: group\n    questions: *q\n"


def yaml_objects() -> bytes:
    return b"!!python/object/apply:os.system ['touch executed']\n"


HOSTILE: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    "a zip bomb": (".xlsx", a_zip_bomb, "too_large"),
    "a zip bomb that lies": (".xlsx", a_bomb_that_lies, "unreadable"),
    "many parts": (".xlsx", many_parts, "too_large"),
    "entities": (".xlsx", entities, "unreadable"),
    "an outside entity": (".xlsx", an_outside_entity, "unreadable"),
    "a hundred thousand rows": (".xlsx", a_hundred_thousand_rows, "too_large"),
    "a hundred thousand rows, csv": (".csv", a_hundred_thousand_rows_as_csv, "too_large"),
    "a label of 10 MB": (".xlsx", a_long_label, "cell_too_long"),
    "a label of 10 MB, csv": (".csv", a_long_label_as_csv, "too_large"),
    "a million rows, csv": (".csv", lambda: b"survey\n" + b",x\n" * 1_000_000, "too_large"),
    "a million columns, csv": (".csv", lambda: b"survey\n" + b",x" * 1_000_000, "too_large"),
    "a million rows, md": (".md", lambda: b"| survey |\n" + b"| | x |\n" * 500_000, "too_large"),
    "many languages": (".xlsx", many_languages, "too_large"),
    "many cells": (".xlsx", many_cells, "too_large"),
    "many references": (".xlsx", many_references, "too_large"),
    "choices for everyone": (".xlsx", choices_for_everyone, "too_large"),
    "misspelt names": (".xlsx", misspelt_names, "reference_unknown"),
    "comparisons with a long list": (".xlsx", comparisons_with_a_long_list, "type_unknown"),
    "labels of stars": (".xlsx", labels_of_stars, "nothing_asked"),
    "many long labels": (".xlsx", many_long_labels, "too_large"),
    "long formulas": (".xlsx", long_formulas, "formula"),
    "a deep formula": (".xlsx", deep_formula, "formula"),
    "groups 200 deep": (".xlsx", groups_two_hundred_deep, "too_deep"),
    "a circle": (".xlsx", a_circle, "loop"),
    "many columns": (".xlsx", many_columns, "too_large"),
    "a locked workbook": (".xlsx", locked, "unreadable"),
    "a locked workbook, xls": (".xls", locked, "unreadable"),
    "half a workbook": (".xlsx", half_a_workbook, "unreadable"),
    "another archive": (".xlsx", another_archive, "unreadable"),
    "noise, xls": (".xls", lambda: bytes(range(256)) * 1_000, "unreadable"),
    "noise, xlsx": (".xlsx", lambda: bytes(range(256)) * 1_000, "unreadable"),
    "noise, csv": (".csv", lambda: bytes(range(256)) * 1_000, "unreadable"),
    "noise, md": (".md", lambda: b"Hello, world.\n" * 1_000, "unreadable"),
    "nothing": (".xlsx", lambda: b"", "unreadable"),
    "laughs, yml": (".yml", yaml_laughs, "unreadable"),
    "deep lists, yml": (".yml", lambda: b"[" * 100_000, "unreadable"),
    "deep rows, yml": (".yml", lambda: b"- " * 100_000 + b"x", "unreadable"),
    "a circle, yml": (".yml", yaml_circle, "unreadable"),
    "objects, yml": (".yml", yaml_objects, "unreadable"),
    "a plain word, yml": (".yml", lambda: b"hello", "unreadable"),
}
"""Name: the file's ending, what makes its content, and the rule that refuses it."""
