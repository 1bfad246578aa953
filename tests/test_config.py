"""Settings: which source wins, and what is said about wrong ones."""

from pathlib import Path

import pytest

from alignlab.config import Config, load
from alignlab.errors import ConfigError


def test_flags_over_environment_over_file_over_defaults(tmp_path: Path):
    file = tmp_path / "alignlab.toml"
    file.write_text('port = 1001\nhost_name = "Ana"\nkernels = 3\n')
    found = load(
        {"port": 1003, "host": None}, {"ALIGNLAB_PORT": "1002", "ALIGNLAB_KERNELS": "4", "ALIGNLAB_URL": "x"}, file
    )
    assert (found.port, found.kernels, found.host_name, found.host) == (1003, 4, "Ana", "0.0.0.0")
    assert load({}, {}, tmp_path / "none.toml") == Config()


@pytest.mark.parametrize(
    ("flags", "environ", "words"),
    [
        ({"port": 70_000}, {}, ["--port", "70000", "65535"]),
        ({}, {"ALIGNLAB_PORT": "abc"}, ["ALIGNLAB_PORT", "abc"]),
        ({"public_url": "example.org"}, {}, ["--public-url", "https://example.org/"]),
        ({"names": "nick"}, {}, ["--names", "nick"]),
        ({"prot": 1}, {}, ["--prot", "no such setting", "port"]),
        ({"delete_after_days": 0}, {}, ["--delete-after-days"]),
    ],
)
def test_a_wrong_value_is_named_with_its_source(flags, environ, words):
    with pytest.raises(ConfigError) as caught:
        load(flags, environ)
    for word in words:
        assert word in str(caught.value)


def test_a_broken_file_is_named(tmp_path: Path):
    file = tmp_path / "alignlab.toml"
    file.write_text("port = ")
    with pytest.raises(ConfigError, match=r"alignlab\.toml"):
        load({}, {}, file)
    file.write_text('potr = "1"')
    with pytest.raises(ConfigError, match=r"potr in .*alignlab\.toml"):
        load({}, {}, file)


@pytest.mark.parametrize(
    ("url", "base", "secure"),
    [
        ("", "/", False),
        ("https://a.org", "/", True),
        ("http://a.org/ws", "/ws/", False),
        ("https://a/x/y/", "/x/y/", True),
    ],
)
def test_the_prefix_comes_from_the_public_address(url, base, secure):
    found = load({"public_url": url}, {})
    assert (found.base, found.secure) == (base, secure)
