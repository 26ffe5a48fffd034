"""Everything that can be configured, read from the environment once, when first asked for."""

import secrets
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseSettings(BaseSettings):
    """Where PostgreSQL is. Without any address the embedded one is started under `ARCHIPEL_HOME`."""

    model_config = SettingsConfigDict(env_prefix="DATABASE_", extra="ignore")

    url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL 15+, as a role that may create roles. The program's own roles are made from it.",
    )
    owner_url: SecretStr | None = Field(
        default=None,
        description="As the role that owns the tables and migrates, when it is not derived from DATABASE_URL.",
    )
    app_url: SecretStr | None = Field(default=None, description="As the role that runs the sites' requests.")
    group_url: SecretStr | None = Field(default=None, description="As the role that runs the network's requests.")
    worker_url: SecretStr | None = Field(default=None, description="As the role that runs jobs and recounts.")
    backup_url: SecretStr | None = Field(default=None, description="As the role that may read everything, for backups.")
    pool_size: int = Field(default=8, description="Connections kept per role and process.")


class MailSettings(BaseSettings):
    """How mail leaves. Without a server it is written to `outbox/` under `ARCHIPEL_HOME`."""

    model_config = SettingsConfigDict(env_prefix="MAIL_", extra="ignore")

    smtp_url: SecretStr | None = Field(
        default=None, description="smtp://user:password@host:587 (STARTTLS when offered) or smtps://…"
    )
    sender: str = Field(default="Archipel <no-reply@localhost>", description="The From address.")


class Settings(BaseSettings):
    """The program itself."""

    model_config = SettingsConfigDict(env_prefix="ARCHIPEL_", extra="ignore")

    home: Path = Field(default=Path("var"), description="Folder for the embedded database, mails and files.")
    environment: Literal["development", "test", "production"] = Field(
        default="development", description="production refuses weak secrets and hides the pages for developers."
    )
    base_url: str = Field(default="http://127.0.0.1:8000", description="How people reach the program; used in mails.")
    secret_key: SecretStr | None = Field(
        default=None,
        description="At least 32 characters. Made and kept under ARCHIPEL_HOME when missing outside production.",
    )
    role_prefix: str = Field(default="archipel", description="First part of the names of the database roles.")
    currency: str = Field(default="EUR", description="The network's currency.")
    name: str = Field(default="Archipel", description="What the network is called where it has no name yet.")
    suppression_threshold: int = Field(
        default=5, ge=2, description="Counts from 1 to one less than this are hidden from whoever is not of the site."
    )
    upload_limit: int = Field(default=20_000_000, description="Largest request body in bytes.")
    registrations_per_hour: int = Field(default=600, description="Public registrations accepted per address and hour.")
    trust_proxy: bool = Field(default=False, description="Believe X-Forwarded-For and -Proto of the proxy in front.")
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    mail: MailSettings = Field(default_factory=MailSettings)

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    def secret(self) -> bytes:
        """The secret everything is derived from.

        Raises ValueError in production where it is missing or short. Elsewhere one is made, kept
        under `home` and readable by its owner only.
        """
        given = self.secret_key.get_secret_value() if self.secret_key else ""
        if len(given) >= 32:
            return given.encode()
        if given or self.is_production:
            raise ValueError("ARCHIPEL_SECRET_KEY must have at least 32 characters")
        kept = self.home / "secret"
        if not kept.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(48))
        return kept.read_bytes()


@cache
def settings() -> Settings:
    """A function, not a constant: importing a module must not read the environment."""
    return Settings()
