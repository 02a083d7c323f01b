"""The selection of the provider by the settings."""

from pathlib import Path

import pytest
from pytest_django import Settings

from matinee.payments.providers import online_provider, provider_named
from matinee.server.config.environment import BadSetting, read

KEYS = {
    "STRIPE_SECRET_KEY": "sk_test_1",
    "STRIPE_PUBLISHABLE_KEY": "pk_1",
    "STRIPE_WEBHOOK_SECRET": "whsec_1",
}


def test_without_keys_the_demo_is_the_default(settings: Settings) -> None:
    assert settings.STRIPE_SECRET_KEY == ""
    assert online_provider().name == "demo"


def test_with_keys_stripe_is_the_default(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = KEYS["STRIPE_SECRET_KEY"]
    assert online_provider().name == "stripe"
    assert online_provider() is online_provider()


@pytest.mark.parametrize("name", ["demo", "cash", "stripe"])
def test_a_payment_finds_its_provider(settings: Settings, name: str) -> None:
    settings.STRIPE_SECRET_KEY = KEYS["STRIPE_SECRET_KEY"]
    assert provider_named(name).name == name


def test_no_other_provider_is_known() -> None:
    with pytest.raises(LookupError):
        provider_named("barter")


def test_the_three_keys_are_read(tmp_path: Path) -> None:
    environment = read({**KEYS, "MATINEE_DATA_DIR": str(tmp_path)})
    assert {name: getattr(environment, name.lower()) for name in KEYS} == KEYS


@pytest.mark.parametrize("missing", ["STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET"])
def test_a_secret_key_requires_the_other_two(missing: str) -> None:
    with pytest.raises(BadSetting, match=f"^{missing} must be set when STRIPE_SECRET_KEY is"):
        read({name: value for name, value in KEYS.items() if name != missing})
