"""What is said in a conversation without being a need: greetings, thanks, questions about the bot."""

from bot.conversation import language, menu, privacy
from bot.conversation.facts import HumanWanted
from bot.conversation.talk import Talk
from bot.texts import LANGUAGES


def answer(talk: Talk, intent: str, text: str, spoken: str) -> None:
    """The fitting answer to a dialogue intent; `spoken` is the language of the text."""
    t, host = talk.t, talk.world.host
    match intent:
        case "greet":
            talk.say(t("👋 Hello! Good to hear from you."))
            talk.finish("")
        case "thank":
            talk.say(t("🙏 You are welcome!"))
            talk.interrupt()
        case "goodbye":
            talk.say(t("👋 Goodbye! You can write to me at any time."))
        case "affirm" | "deny":
            talk.finish("")
        case "ask_bot":
            menu.about(talk)
            talk.interrupt()
        case "talk_to_human":
            if talk.session.consent == "given":
                talk.note(HumanWanted())
            talk.say(
                t(
                    "🧑 You would like to speak with a person. You can reach one here: {contact}",
                    contact=host.contact,
                )
            )
            talk.interrupt()
        case "delete_data":
            privacy.show(talk)
        case "change_language":
            named = next((code for word in text.split() if (code := language.named(word))), "")
            if named:
                language.choose(talk, named)
            elif spoken in LANGUAGES and spoken != talk.session.language:
                language.choose(talk, spoken)
            else:
                language.show(talk)
        case _:
            talk.say(
                t(
                    "I am only a small program. I know about what people need in {city}, not about much else.",
                    city=host.city,
                )
            )
            talk.finish("")
