"""`quartier survey preview`: a survey as residents will see it, before it is published."""

import asyncio
from dataclasses import replace
from typing import Annotated, Final

import typer

from bot.app import House, build_house, opened_store, run
from bot.cli.output import CommandProblem
from bot.cli.stage import simulated, stop_on_signals, throw_away
from bot.cli.surveys.checking import FormFile
from bot.conversation import Session, Turn
from bot.conversation.facts import AreaChosen, ConsentGiven, LanguageChosen
from bot.settings import Settings
from bot.simulator.client import SimulatorClient
from bot.store import Store
from bot.surveys import Survey, Surveys
from bot.surveys.beside import Beside, files_beside
from bot.surveys.files import read_file
from bot.texts import LANGUAGES

NAME: Final = "Vorschau"  # of the invented resident, in the page
CONSENT_VERSION: Final = "preview"


def preview(
    file: FormFile,
    language: Annotated[str, typer.Option(help="The language in which to see it.")] = "de",
) -> None:
    """See a survey in the browser as residents will. Nothing is published; Ctrl-C ends it and leaves nothing behind."""
    if language not in LANGUAGES:
        raise CommandProblem(f"There is no language {language!r}: choose one of {', '.join(LANGUAGES)}.")
    survey = replace(read_file(file), again=True)  # it can be tried as often as wanted
    files = files_beside(file, survey)
    for name in files.missing:
        print(f"The file {name} is not beside the form: its question comes without it.")
    for name, why in files.unfit.items():
        print(f"The file {name} cannot be used: {why}.")
    with throw_away("preview") as settings:
        asyncio.run(_preview(settings, survey, files, language))
    print("The preview has ended; nothing of it is left.")


async def _preview(settings: Settings, survey: Survey, files: Beside, language: str) -> None:
    stop = stop_on_signals()
    house = replace(build_house(settings), surveys=Surveys([survey]))
    async with simulated(settings) as (simulator, bot_settings), SimulatorClient(simulator.url) as phone:
        chat = await phone.add_user(NAME, language, started=True)
        async with opened_store(bot_settings, house.surveys) as store:
            for name, content in files.contents.items():
                await store.survey_files.put(survey.code, survey.version, name, content)
            await _joins(store, house, chat, language)
        await phone.send(chat, f"/start s_{survey.code}")
        bot = asyncio.create_task(run(bot_settings, stop=stop, house=house))
        print(_words(f"{simulator.url}/#{chat}", survey, language), flush=True)
        await bot


async def _joins(store: Store, house: House, chat: int, language: str) -> None:
    """Somebody has agreed and told their Quartier."""
    quarters = house.areas.quarters_of(house.areas.root.id)
    area = quarters[0].id if quarters else house.areas.root.id
    session = Session(language=language, language_chosen=True, consent="given", area=area)
    told = (ConsentGiven(CONSENT_VERSION, language), LanguageChosen(language), AreaChosen(area, "button"))
    await store.inbox.accept([(0, str(chat), {})])
    async with store.inbox.claim() as work:
        if work is None:
            raise CommandProblem("The preview's database does not answer.")
        await (await work.conversation()).apply(Turn(session, (), told), ())


def _words(address: str, survey: Survey, language: str) -> str:
    return f"""
{survey.code}, version {survey.version}, in {LANGUAGES[language].name}: {address}
/survey begins it again. Ctrl-C ends the preview.
"""
