"""The settings, from the environment (`QUARTIER_…`); a wrong one stops the start with one sentence."""

import os
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import httpx
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX: Final = "QUARTIER_"
KEY_BYTES: Final = 32
LONGEST_KEY: Final = 1000  # bytes of a key file that are read
EMBEDDED: Final = "embedded"  # the interpreter that comes with the bot
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
SHAPE_OF_TOKENS: Final = r"\d{1,20}:[A-Za-z0-9_-]{1,120}"


class SettingProblem(Exception):
    """A setting that cannot be used; the message names it, what is wrong and what would be right."""


class Settings(BaseSettings):
    """All settings, with the defaults of a pilot on one machine."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = ""
    data_dir: Path = Path("var")
    secret_key: SecretStr = SecretStr("")
    nlu: str = EMBEDDED
    nlu_encoder: Path | None = None
    webhook_url: str = ""
    listen_host: str = "127.0.0.1"
    listen_port: Annotated[int, Field(ge=0, le=65535)] = 8082
    role: str = "all"
    workers: Annotated[int, Field(ge=1, le=16)] = 8
    log_format: str = "console"
    log_level: str = "info"
    time_zone: str = "Europe/Berlin"
    disclosure_threshold: Annotated[int, Field(ge=2, le=100)] = 5
    organisation: str = "KuDeQua, Stadt Dortmund"
    contact: str = "quartierslabor@example.org"
    areas: Path | None = None
    help_numbers: Path | None = None
    simulator_port: Annotated[int, Field(ge=0, le=65535)] = 8081
    staff_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    translation_index: str = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value().strip()
        if token and not re.fullmatch(SHAPE_OF_TOKENS, token):
            raise ValueError("it must look like 123456:ABC-def, as @BotFather gives it")
        return SecretStr(token)

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _url(cls, value: str) -> str:
        value = value.strip().rstrip("/")
        try:
            parts = urlsplit(value)
            parts.port  # noqa: B018 - reading it checks it
        except ValueError:
            raise ValueError("it must be an address such as https://example.org") from None
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("it must be an address such as https://example.org")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        value = value.strip()
        if value:
            try:
                backend = make_url(value).get_backend_name()
            except ArgumentError:
                backend = ""
            if backend not in ("sqlite", "postgresql"):
                raise ValueError("it must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("nlu")
    @classmethod
    def _nlu(cls, value: str) -> str:
        value = value.strip()
        if value != EMBEDDED and not is_rasa_address(value):
            raise ValueError(
                "it must be 'embedded', or the address of a Rasa server such as http://127.0.0.1:5005"
            )
        return value

    @field_validator("role")
    @classmethod
    def _role(cls, value: str) -> str:
        if value not in ("all", "worker"):
            raise ValueError("it must be all or worker")
        return value

    @field_validator("log_format")
    @classmethod
    def _log_format(cls, value: str) -> str:
        if value not in ("console", "json"):
            raise ValueError("it must be console or json")
        return value

    @field_validator("log_level")
    @classmethod
    def _log_level(cls, value: str) -> str:
        if value.lower() not in ("debug", "info", "warning", "error"):
            raise ValueError("it must be debug, info, warning or error")
        return value.lower()

    @field_validator("time_zone")
    @classmethod
    def _time_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("it must be a time zone such as Europe/Berlin")
        return value

    @field_validator("translation_index")
    @classmethod
    def _translation_index(cls, value: str) -> str:
        value = value.strip()
        try:
            url = httpx.URL(value)
        except httpx.InvalidURL:
            url = httpx.URL("")
        if not url.host or not (url.scheme == "https" or (url.scheme == "http" and url.host in LOOPBACK)):
            raise ValueError("it must be an address that begins with https://")
        return value

    @property
    def translation_models(self) -> Path:
        """Where `quartier translation install` puts models."""
        return self.data_dir / "translation"

    @property
    def rasa_url(self) -> str | None:
        """The Rasa server that understands texts, or None for the interpreter that comes with the bot."""
        return None if self.nlu == EMBEDDED else self.nlu

    @property
    def own_model(self) -> Path:
        """Where `quartier nlu train --corrections` puts a model, which holds traces of what residents wrote."""
        return self.data_dir / "model"

    @property
    def model_folder(self) -> Path | None:
        """The model in use: one trained here, or None for the one that comes with the bot."""
        return self.own_model if (self.own_model / "model.npz").exists() else None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def store_url(self) -> str:
        """The database's address; without a setting, a file in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'quartier.db').absolute()}"

    @property
    def sqlite_file(self) -> Path | None:
        """The database's file, where it is SQLite."""
        address = make_url(self.store_url)
        is_file = address.get_backend_name() == "sqlite" and address.database
        return Path(address.database) if is_file and address.database else None

    def prepare_data_dir(self) -> None:
        """Makes the data folder, and that of the database's file. Raises SettingProblem."""
        for folder in {self.data_dir, *([self.sqlite_file.parent] if self.sqlite_file else [])}:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise SettingProblem(
                    f"QUARTIER_DATA_DIR is wrong: the folder {folder} cannot be made ({error.strerror})."
                ) from None

    @property
    def imported_areas(self) -> Path:
        """Where `quartier area import` puts a city."""
        return self.data_dir / "areas"

    @property
    def areas_folder(self) -> Path | None:
        """The city in use: the setting's, the imported one, or None for the one that comes with the bot."""
        if self.areas:
            return self.areas
        return self.imported_areas if self.imported_areas.exists() else None

    def key(self) -> bytes:
        """The instance's key: from the setting, or from a file in the data folder that is made on first use."""
        given = self.secret_key.get_secret_value().strip()
        if given:
            return _read_key(given, f"{PREFIX}SECRET_KEY")
        return _key_from_file(self.data_dir / "secret.key")


def is_rasa_address(value: str) -> bool:
    """Whether `value` can be the address of a Rasa server; its token may stand in it as `?token=…`."""
    try:
        url = httpx.URL(value)
    except httpx.InvalidURL:
        return False
    return url.scheme in ("http", "https") and bool(url.host) and not re.search(r"\s", value)


def load_settings(**changes: Any) -> Settings:
    """The settings of this process; raises SettingProblem with one sentence."""
    try:
        return Settings(**changes)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        cause = first["msg"].removeprefix("Value error, ")
        raise SettingProblem(f"{name} is wrong: {cause[0].lower()}{cause[1:]}.") from None


def _read_key(text: str, where: str) -> bytes:
    try:
        key = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingProblem(f"{where} is wrong: it must be 32 random bytes in URL-safe Base64.")
    return key


def _key_from_file(path: Path) -> bytes:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as stream:
                stream.write(urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode())
        with path.open("rb") as stream:
            text = stream.read(LONGEST_KEY).decode("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a text file"
        raise SettingProblem(
            f"The instance's key {path} cannot be read or made ({why}); check the folder QUARTIER_DATA_DIR."
        ) from None
    return _read_key(text, f"The instance's key {path}")
