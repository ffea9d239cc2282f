"""From /start to the counts, in every language: real polls, real texts, the real model, both databases."""

import pytest

from bot.app import House, opened_store
from bot.conversation.talk import pictures
from bot.settings import Settings
from bot.simulator.client import SimulatorClient
from bot.store import Operator
from bot.surveys import shipped_surveys
from bot.texts import LANGUAGES
from tests.stories.conftest import Person

NEED_SURVEY = shipped_surveys().newest()[0]

MISSING = {
    "de": "Wir suchen seit zwei Jahren einen Kitaplatz für unsere Tochter",
    "tr": "Kızım için iki yıldır kreş yeri arıyoruz, hiçbir yerde yer yok",
    "ar": "نبحث منذ سنتين عن مكان في الروضة لابنتنا ولا نجد",
    "pl": "Od dwóch lat szukamy miejsca w przedszkolu dla córki",
    "en": "We have been looking for a kindergarten place for our daughter for two years",
    "ru": "Два года ищем место в детском саду для дочки",
    "uk": "Два роки шукаємо місце в дитячому садку для доньки",
    "bg": "От две години търсим място в детска градина за дъщеря ни",
    "ro": "Căutăm de doi ani un loc la grădiniță pentru fiica noastră",
    "es": "Llevamos dos años buscando plaza en la guardería para nuestra hija",
    "fr": "Nous cherchons depuis deux ans une place en crèche pour notre fille",
    "fa": "دو سال است که برای دخترمان دنبال جا در مهدکودک هستیم",
}


# Languages differ in words alone: all on one database, one from each side of the page on the other.
CASES = [("sqlite", language) for language in LANGUAGES] + [("postgresql", "de"), ("postgresql", "ar")]


@pytest.mark.parametrize(("database_url", "language"), CASES, indirect=["database_url"])
async def test_from_the_greeting_to_the_counts(
    language: str, bot: House, sim: SimulatorClient, settings: Settings
) -> None:
    t = bot.catalogues.texts(language)
    amina = await Person.meets(sim, "Amina", language)
    await amina.says("/start")
    await amina.sees(t("Would you like to take part?"))
    await amina.presses(t("✅ Yes, I take part"))
    await amina.sees(t("Thank you! It is good that you are here."))
    await amina.says("Nordmarkt")
    await amina.presses(t("📝 Answer a survey"))
    await _answers_the_survey(amina, language, bot)
    await amina.sees(t("🎉 Thank you! Your answers have arrived. They help to show what is missing."))

    await amina.presses(t("💬 Say what is missing"))
    await amina.says(MISSING[language])
    await amina.presses(pictures()["childcare"]) if await _is_offered(amina) else await amina.presses(
        t("✅ Yes, that is right")
    )
    await amina.sees(t("What would you like to do?"))

    async with opened_store(settings) as store:
        stored = await store.stored_data(str(amina.chat))
        assert stored.language == language
        assert stored.area == "nordmarkt"
        assert [response.completed for response in stored.responses] == [True]
        assert MISSING[language] in [request.text for request in stored.requests]
        assert ("childcare",) in [request.categories for request in stored.requests]
        shown = await store.figures.requests(Operator(), bot.areas, bot.taxonomy)
        assert shown.get("nordmarkt", "childcare") is None, "one resident alone is not shown"

    await amina.says("/delete")
    await amina.presses(t("Yes, delete everything"))
    await amina.sees(t("✅ Deleted:"))
    async with opened_store(settings) as store:
        assert (await store.stored_data(str(amina.chat))).since is None


async def _answers_the_survey(amina: Person, language: str, bot: House) -> None:
    t = bot.catalogues.texts(language)

    def label(question: str, choice: str) -> str:
        found = NEED_SURVEY.question(question)
        picked = found.choice(choice) if found else None
        assert picked
        return NEED_SURVEY.say(picked.label, language)

    await amina.presses(label("missing_most", "children"))
    await amina.presses(label("missing_most", "green"))
    await amina.presses(t("✅ Done"))
    await amina.presses(t.number(4))
    await amina.presses(label("for_whom", "children"))
    await amina.presses(label("how_often", "weekly"))
    await amina.presses(t("Skip ➡️"))
    await amina.presses(label("age_group", "age_30_49"))
    await amina.sees(NEED_SURVEY.say(NEED_SURVEY.questions[-1].label, language))
    await amina.says("٥")
    await amina.presses(t("✅ Send"))


async def _is_offered(amina: Person) -> bool:
    """Whether the model was unsure and offers categories as buttons."""
    message = await amina.sim.wait_for(
        amina.chat,
        lambda each: (
            bool(each["from"]["is_bot"])
            and pictures()["childcare"] in str(each)
            and int(each["message_id"]) > amina.seen
        ),
        20,
    )
    return pictures()["childcare"] in str(message.get("reply_markup"))
