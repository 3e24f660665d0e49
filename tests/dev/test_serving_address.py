"""HOST and PORT of ./dev run."""

import socket

import pytest

from scripts import serving_address
from scripts.serving_address import ServingAddress


@pytest.fixture
def taken():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_told_with_the_way_out(taken, capsys):
    with pytest.raises(SystemExit) as ended:
        ServingAddress("127.0.0.1", taken).refuse_if_taken()
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert f"端口 {taken} 已被别的程序占用" in told
    assert f"PORT={taken + 1} ./dev run" in told


def test_a_free_port_is_taken_without_a_word(taken, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]
    ServingAddress("127.0.0.1", free).refuse_if_taken()
    assert capsys.readouterr() == ("", "")


def test_a_host_that_is_not_of_this_machine_is_refused(capsys):
    with pytest.raises(SystemExit):
        ServingAddress("192.0.2.1", 8000).refuse_if_taken()
    assert "192.0.2.1:8000" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "8000.5", "八千"])
def test_a_port_that_is_no_port_is_refused(monkeypatch, capsys, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit) as ended:
        serving_address.from_environment()
    assert ended.value.code == 2
    assert f"现为“{port}”" in capsys.readouterr().err


def test_host_and_port_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "9000")
    assert serving_address.from_environment().bind == "0.0.0.0:9000"
    monkeypatch.delenv("HOST")
    monkeypatch.delenv("PORT")
    assert serving_address.from_environment().url == "http://127.0.0.1:8000/"


@pytest.mark.parametrize(
    ("host", "bind", "url"),
    [
        ("0.0.0.0", "0.0.0.0:80", "http://127.0.0.1:80/"),
        ("::", "[::]:80", "http://[::1]:80/"),
        ("::1", "[::1]:80", "http://[::1]:80/"),
        ("example", "example:80", "http://example:80/"),
    ],
)
def test_the_address_printed_can_be_opened_on_this_machine(host, bind, url):
    address = ServingAddress(host, 80)
    assert (address.bind, address.url) == (bind, url)
