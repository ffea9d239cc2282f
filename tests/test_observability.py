"""What operators see, and what they never see."""

import json
import logging

import httpx
import pytest
import structlog

from bot.observability import Metrics
from bot.observability_http import observability_app, serving
from tests.logs import json_logs


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_only_known_keys_with_plain_values_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    with json_logs():
        log = structlog.get_logger("bot.telegram")
        log.info("turn", seconds=0.1, text="Ich heiße Amina", chat=1001, kind={"text": "Amina"}, lane="reply")
    (line,) = lines(capsys)
    assert (line["event"], line["seconds"], line["lane"]) == ("turn", 0.1, "reply")
    assert not {"text", "chat", "kind"} & set(line)


def test_an_exception_is_its_class(capsys: pytest.CaptureFixture[str]) -> None:
    with json_logs():
        try:
            raise ValueError("Amina wrote this")
        except ValueError:
            structlog.get_logger("bot.telegram").exception("turn failed")
    (line,) = lines(capsys)
    assert line["error"] == "ValueError"
    assert "Amina" not in json.dumps(line)


def test_a_library_cannot_quote_anybody(capsys: pytest.CaptureFixture[str]) -> None:
    with json_logs():
        logging.getLogger("httpx").info("POST https://api.telegram.org/bot1:token/sendMessage")
        log = logging.getLogger("telegram.Bot")
        log.critical("Received data was %r", {"text": "Amina"}, exc_info=ValueError("Amina"))
    (line,) = lines(capsys)
    assert (line["event"], line["error"]) == ("library message", "ValueError")
    assert "Amina" not in json.dumps(line)


async def test_ready_only_when_every_check_is_well() -> None:
    trouble: list[str] = []

    async def database() -> str | None:
        return trouble[0] if trouble else None

    async def broken() -> str | None:
        raise OSError("secret words")

    metrics = Metrics()
    metrics.updates.labels("message").inc()
    async with (
        serving(observability_app(metrics, {"database": database}), "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        assert (await client.get("/healthz")).text == "ok\n"
        assert (await client.get("/readyz")).json() == {"ready": True, "database": "ok"}
        trouble.append("not migrated")
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"ready": False, "database": "not migrated"})
        assert 'quartier_updates_total{kind="message"} 1.0' in (await client.get("/metrics")).text
    async with (
        serving(observability_app(metrics, {"broken": broken}), "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        assert (await client.get("/readyz")).json() == {"ready": False, "broken": "OSError"}
