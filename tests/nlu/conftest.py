"""The real interpreter, loaded once for all stories of this room."""

import pytest

from nlu import EmbeddedInterpreter, Gazetteer, load_interpreter

NAMES = {
    "050": ["Nordmarkt", "Нордмаркт", "نوردماركت"],
    "060": ["Borsigplatz", "Борзигплац", "بورزيغ بلاتس"],
    "120": ["Eving"],
    "260": ["Alt-Scharnhorst", "Scharnhorst"],
    "270": ["Scharnhorst-Ost", "Scharnhorst"],
    "530": ["Hörde", "Хёрде"],
    "930": ["Nette"],
}


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer(NAMES)


@pytest.fixture(scope="session")
def interpreter(gazetteer: Gazetteer) -> EmbeddedInterpreter:
    return load_interpreter(gazetteer)
