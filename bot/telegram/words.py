"""What the channel itself says; the conversation has words of its own."""

from typing import Final

from bot.texts import N_

SORRY: Final = N_("Something went wrong on our side. Nothing you wrote is lost. Please try again later.")
ONLY_PRIVATE: Final = N_("I only talk in private chats. Write to me here:")
START: Final = N_("Start")
DESCRIPTION: Final = N_(
    "What is missing in your neighbourhood? Answer a few questions or tell me in your own words. "
    "In many languages, free and voluntary. Press Start."
)
SHORT_DESCRIPTION: Final = N_("Say what your neighbourhood needs, in your language.")
