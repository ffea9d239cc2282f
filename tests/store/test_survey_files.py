"""Pictures and sounds of surveys, and what the channel already holds."""

from hashlib import sha256

from bot.store import Operator, Store

SUN = b"a picture of the sun"
RAIN = b"a picture of rain"


async def test_a_file_is_kept_by_its_survey_version_and_name(store: Store) -> None:
    assert await store.survey_files.put("needs", 1, "sun.png", SUN)
    await store.survey_files.put("needs", 2, "sun.png", RAIN)
    assert await store.survey_files.get("needs", 1, "sun.png") == SUN
    assert await store.survey_files.get("needs", 2, "sun.png") == RAIN
    assert await store.survey_files.get("needs", 1, "moon.png") is None
    assert await store.survey_files.get("other", 1, "sun.png") is None
    assert await store.survey_files.hash_of("needs", 1, "sun.png") == sha256(SUN).digest()
    assert await store.survey_files.hash_of("needs", 1, "moon.png") is None
    assert await store.survey_files.names("needs", 1) == {"sun.png"}
    assert await store.survey_files.names("none", 1) == frozenset()


async def test_the_same_file_again_changes_nothing_and_another_takes_its_place(store: Store) -> None:
    await store.survey_files.put("needs", 1, "sun.png", SUN)
    assert not await store.survey_files.put("needs", 1, "sun.png", SUN)
    assert await store.survey_files.put("needs", 1, "sun.png", RAIN)
    assert await store.survey_files.get("needs", 1, "sun.png") == RAIN
    told = [entry.what for entry in await store.audit_entries(Operator())]
    assert told == ["survey file kept"] * 2


async def test_what_the_channel_holds_is_known_by_bot_content_and_kind(store: Store) -> None:
    digest = sha256(SUN).digest()
    assert await store.uploads.known("1", digest) == {}
    await store.uploads.keep("1", digest, "photo", "file-a")
    await store.uploads.keep("1", digest, "document", "file-b")
    await store.uploads.keep("1", digest, "photo", "file-c")
    assert await store.uploads.known("1", digest) == {"photo": "file-c", "document": "file-b"}
    assert await store.uploads.known("2", digest) == {}
    assert await store.uploads.known("1", sha256(RAIN).digest()) == {}
