"""A real Rasa server, started by `.ci/rasa` (`make rasa`)."""

import os

import pytest

from nlu import EmbeddedInterpreter, Gazetteer, load_interpreter
from nlu.rasa import RasaInterpreter

SECONDS = 30.0
"""A busy machine may answer late; what is tested here is what it answers."""


@pytest.fixture(scope="session")
def url() -> str:
    address = os.environ.get("QUARTIER_RASA_URL", "")
    if not address:
        pytest.skip("QUARTIER_RASA_URL is not set: `make rasa` starts a Rasa server and runs these tests")
    return address


@pytest.fixture(scope="session")
def embedded() -> EmbeddedInterpreter:
    return load_interpreter(Gazetteer({"050": ["Nordmarkt"], "530": ["Hörde"]}))


@pytest.fixture
def by_rasa(url: str, embedded: EmbeddedInterpreter) -> RasaInterpreter:
    return RasaInterpreter(url, embedded, seconds=SECONDS)
