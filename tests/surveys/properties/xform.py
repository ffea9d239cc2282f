"""A form filled in without any of our own code: pyxform's XForm, its binds evaluated one by one by plain XPath.

Nodes are made in the order of the form, so formulas must look back. What is not relevant stands there blank; a
repeat that is not relevant has no rounds. Only the number of rounds of an uncounted repeat is taken from the
answers ("yes", another one)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from bot.surveys import Answer, Survey
from bot.surveys.export import workbook_of
from tests.surveys.properties.xpath import as_text, evaluate

CHOICES = "choices_"
"""The element in which the lists of choices stand, beside the answers: plain XPath knows one document only."""
_ITEMS = re.compile(r"instance\('([^']+)'\)/root/item(?:\[(.*)\])?", re.DOTALL)


class XForm:
    """A survey as pyxform makes it an XForm."""

    def __init__(self, survey: Survey) -> None:
        converted = convert(xlsform=BytesIO(workbook_of(survey, {})), file_type=".xlsx").xform
        document = ElementTree.fromstring(converted)
        for element in document.iter():
            element.tag = element.tag.rpartition("}")[2]
            element.attrib = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
        model = document.find("head/model")
        body = document.find("body")
        assert model is not None
        assert body is not None
        first, *lists = model.findall("instance")
        self.template = first[0]
        self.lists = {each.get("id", ""): list(each[0]) for each in lists}
        self.binds = {each.get("nodeset", ""): each.attrib for each in model.findall("bind")}
        self.counts = {each.get("nodeset", ""): each.get("count", "") for each in body.iter("repeat")}
        self.controls = {
            each.get("ref", ""): each for each in body.iter() if each.tag != "group" and "ref" in each.attrib
        }

    def filled(self, answers: Mapping[str, Answer]) -> "Filled":
        """The form with these answers."""
        filled = Filled(self, answers)
        filled.fill(self.template, filled.root, "/data", (), relevant=True)
        return filled


@dataclass
class Filled:
    """A filled form. All mappings are by the path that the answer would have, `child[2]`."""

    form: XForm
    answers: Mapping[str, Answer]
    root: Element = field(default_factory=lambda: Element("data"))
    nodes: dict[str, Element] = field(default_factory=dict)
    binds: dict[str, Mapping[str, str]] = field(default_factory=dict)
    nodesets: dict[str, str] = field(default_factory=dict)
    relevant: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        beside = SubElement(self.root, CHOICES)
        for name, items in self.form.lists.items():
            SubElement(beside, "list", {"id": name}).extend(items)

    @property
    def asked(self) -> set[str]:
        """What the person who fills in the form is asked."""
        return {
            path
            for path in self.relevant
            if self.nodesets[path] in self.form.controls and self.binds[path].get("readonly") != "true()"
        }

    def value(self, path: str) -> str:
        """The value of a node, "" where it is not there."""
        node = self.nodes.get(path)
        return "" if node is None else node.text or ""

    def allows(self, path: str, answer: str) -> bool:
        """Whether the constraint holds for an answer; blank ones have none to meet."""
        constraint = self.binds[path].get("constraint")
        node = self.nodes[path]
        before, node.text = node.text, answer
        try:
            return not answer or not constraint or bool(self._evaluate(constraint, node))
        finally:
            node.text = before

    def requires(self, path: str) -> bool:
        """Whether an answer is needed."""
        return bool(self._evaluate(self.binds[path].get("required", "false()"), self.nodes[path]))

    def choices(self, path: str) -> list[str]:
        """The names of the choices that there are."""
        itemset = self.form.controls[self.nodesets[path]].find("itemset")
        assert itemset is not None
        found = _ITEMS.fullmatch(itemset.get("nodeset", "").strip())
        assert found
        items = self.form.lists[found[1]]
        node = self.nodes[path]
        kept = [each for each in items if not found[2] or evaluate(self.root, found[2], each, node)]
        return [each.findtext("name", "") for each in kept]

    def fill(
        self, template: Element, parent: Element, nodeset: str, rounds: tuple[int, ...], *, relevant: bool
    ) -> None:
        """Makes the nodes below `template` in these rounds."""
        made = set()
        for each in template:
            if each.tag == "meta" or each.tag in made:  # after its template, a repeat stands there once more
                continue
            made.add(each.tag)
            below = f"{nodeset}/{each.tag}"
            if below in self.form.counts:
                for number in range(1, self._rounds(each.tag, below, parent, rounds, relevant=relevant) + 1):
                    node = SubElement(parent, each.tag)
                    self.fill(each, node, below, (*rounds, number), relevant=relevant)
            else:
                self._node(each, parent, below, rounds, relevant=relevant)

    def _node(
        self, template: Element, parent: Element, nodeset: str, rounds: tuple[int, ...], *, relevant: bool
    ) -> None:
        node = SubElement(parent, template.tag)
        path = template.tag + "".join(f"[{number}]" for number in rounds)
        bind = self.form.binds.get(nodeset, {})
        self.nodes[path], self.binds[path], self.nodesets[path] = node, bind, nodeset
        relevant = relevant and self._is_relevant(bind, node)
        if len(template):
            self.fill(template, node, nodeset, rounds, relevant=relevant)
            return
        if not relevant:
            return
        self.relevant.add(path)
        if "calculate" in bind:
            value = self._evaluate(bind["calculate"], node)
            node.text = as_text(value) if value == value else ""  # no number is blank
        elif path in self.answers:
            node.text = _stored(self.answers[path])
        else:
            node.text = template.text

    def _rounds(
        self, name: str, nodeset: str, parent: Element, rounds: tuple[int, ...], *, relevant: bool
    ) -> int:
        node = SubElement(parent, name)  # for a moment, as the place where formulas stand
        try:
            if not relevant or not self._is_relevant(self.form.binds.get(nodeset, {}), node):
                return 0
            if counted := self.form.counts[nodeset]:
                number = float(as_text(self._evaluate(f"number({counted})", node)))
                return max(int(number), 0) if number == number else 0
        finally:
            parent.remove(node)
        number = 0
        while self.answers.get(name + "".join(f"[{each}]" for each in (*rounds, number + 1))) == "yes":
            number += 1
        return number

    def _is_relevant(self, bind: Mapping[str, str], node: Element) -> bool:
        return bool(self._evaluate(bind.get("relevant", "true()"), node))

    def _evaluate(self, expression: str, node: Element) -> Any:
        return evaluate(self.root, expression, node)


def _stored(answer: Answer) -> str:
    if isinstance(answer, list):
        return " ".join(answer)
    if isinstance(answer, float):
        return repr(int(answer)) if answer.is_integer() else repr(answer)
    return "" if answer is None else str(answer)
