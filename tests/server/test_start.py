"""Starting: ports, addresses, prefixes, limits; and behind a real reverse proxy."""

import contextlib
import json
import resource
import shutil
import socket
import subprocess
import time

import pytest
import zmq
from ports import free_port

from alignlab.errors import ConfigError
from alignlab.server.addresses import lan_addresses
from alignlab.server.kernels import connection_folder

pytestmark = pytest.mark.server


def test_two_servers_on_one_port(world, run, tmp_path):
    async def story():
        async with world(home=tmp_path / "a") as w:
            port = w.running.services.port
            with pytest.raises(ConfigError, match=rf"Port {port} is in use.*--port {port + 1}"):
                async with world(home=tmp_path / "b", port=port):
                    pass
            assert (await w.browser().get("/healthz")).code == 200
        async with world(home=tmp_path / "b", port=port) as w:
            assert w.running.services.port == port, "a port that was let go can be taken at once"

    run(story())


@pytest.mark.parametrize("host", ["192.0.2.1", "a" * 70 + ".example"])
def test_an_address_that_this_machine_has_not(host, world, run):
    async def story():
        with pytest.raises(ConfigError, match="This machine has no address"):
            async with world(host=host):
                pass

    run(story())


def test_nothing_is_left_in_the_temporary_folder(world, run, tmp_path, monkeypatch):
    made = []

    def remember():
        made.append(connection_folder())
        return made[-1]

    monkeypatch.setattr("alignlab.server.app.connection_folder", remember)

    async def story():
        async with world(home=tmp_path / "a") as w:
            assert made[0].stat().st_mode & 0o077 == 0
            with pytest.raises(ConfigError):
                async with world(home=tmp_path / "b", port=w.running.services.port):
                    pass
        assert len(made) == 2
        assert not any(folder.exists() for folder in made)

    run(story())


def test_addresses_for_phones():
    found = lan_addresses()
    assert found
    assert all(socket.inet_pton(socket.AF_INET6 if ":" in one else socket.AF_INET, one) for one in found)
    assert found == ["127.0.0.1"] or not any(one.startswith("127.") for one in found)


def test_links_are_what_phones_can_reach(world, run):
    async def story():
        async with world(host="0.0.0.0") as w:
            host = await w.session()
            port = w.running.services.port
            assert w.running.url == f"http://{lan_addresses()[0]}:{port}/"
            assert w.running.local_url == f"http://127.0.0.1:{port}/"
            assert w.running.join_url(host.code) == f"{w.running.url}j/{host.code}"
            link = await w.running.facilitator_url(host.code)
            assert link.startswith(f"{w.running.url}f/{host.code}#key=")
            assert (await w.browser().post(f"/f/{host.code}/enter", {"key": link.split("key=")[1]})).code == 200
            assert w.running.links(host.code)["join"] == w.running.join_url(host.code)

    run(story())


def test_limits_are_raised_before_the_first_kernel(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            phone = await w.participant(host.code)
            click = await phone.post(f"/n/{host.code}/stage_self_placement/open")
            await phone.get(json.loads(click.body)["url"])
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            assert soft >= min(hard, 10_240)
            assert w.kernel_context().get(zmq.MAX_SOCKETS) >= 16_384

    run(story())


@pytest.mark.parametrize("kept", [True, False], ids=["prefix kept", "prefix taken off"])
def test_a_prefix_works_whether_the_proxy_keeps_it_or_not(kept, world, run, read):
    async def story():
        async with world(public_url="http://workshop.test/al/") as w:
            host = await w.session()
            prefix = "/al" if kept else ""
            browser = w.browser()
            outside = {"Host": "workshop.test", "Origin": "http://workshop.test"}
            page = await browser.get(f"{prefix}/f/{host.code}", outside)
            assert '"/al/static/' in page.body.decode()
            static = w.running.services.assets.root.removeprefix("/al")
            assert (await browser.get(f"{prefix}{static}/tokens.css")).code == 200
            joined = await browser.post(f"{prefix}/j/{host.code}/join", {"name": "Maya"}, outside)
            assert joined.code == 200
            assert "Path=/al/" in joined.headers["Set-Cookie"]
            connection = await browser.socket(f"{prefix}/j/{host.code}/ws", outside)
            await connection.write_message('{"type": "hello", "have": 0}')
            assert (await read(connection, "view"))["data"]["me"]["name"] == "Maya"
            moved = await browser.get(f"{prefix}/j/{host.code.lower()}", outside)
            assert moved.headers["Location"] == f"/al/j/{host.code}"
            assert w.running.links(host.code)["qr"] == f"/al/qr/{host.code}.svg"

    run(story())


NGINX = """
daemon off; pid {dir}/nginx.pid; error_log {dir}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {dir}/b; proxy_temp_path {dir}/p; fastcgi_temp_path {dir}/f;
  uwsgi_temp_path {dir}/u; scgi_temp_path {dir}/s;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  server {{
    listen 127.0.0.1:{outer} ssl; ssl_certificate {dir}/c.pem; ssl_certificate_key {dir}/k.pem;
    location /al/ {{
      proxy_pass http://127.0.0.1:{inner}; proxy_http_version 1.1; proxy_buffering off;
      proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
    }}
  }}
}}
"""


@contextlib.contextmanager
def proxy(folder, outer, inner):
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*make, "-keyout", folder / "k.pem", "-out", folder / "c.pem"], check=True, capture_output=True)
    (folder / "nginx.conf").write_text(NGINX.format(dir=folder, outer=outer, inner=inner))
    process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        until = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", outer), 10):
                break
            time.sleep(0.05)
        else:
            raise AssertionError(f"nginx did not come up: {(folder / 'error.log').read_text()}")
        yield
    finally:
        process.terminate()
        process.wait(60)


@pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("openssl")), reason="needs nginx and openssl")
def test_behind_nginx_with_a_prefix_and_tls(world, run, read, notebooks, tmp_path):
    async def story():
        outer = free_port()
        async with world(public_url=f"https://localhost:{outer}/al/", notebooks=notebooks) as w:
            host = await w.session()
            with proxy(tmp_path, outer, w.running.services.port):
                browser = w.browser(f"https://localhost:{outer}/")
                joined = await browser.post(f"/al/j/{host.code}/join", {"name": "Maya"})
                assert joined.code == 200, joined.body
                assert "Secure" in joined.headers["Set-Cookie"]
                connection = await browser.socket(f"/al/j/{host.code}/ws", {"Origin": f"https://localhost:{outer}"})
                await connection.write_message('{"type": "hello", "have": 0}')
                assert (await read(connection, "view"))["data"]["me"]["name"] == "Maya"
                click = await browser.post(f"/al/n/{host.code}/stage_self_placement/open")
                page = (await browser.get(json.loads(click.body)["url"])).body.decode()
                assert "application/vnd.jupyter.widget-view+json" in page
                assert '"/al/voila/static/' in page or '"/al/voila/static"' in page
                kernel = page.split('"kernelId": "')[1][:36]
                channels = await browser.socket(f"/al/api/kernels/{kernel}/channels?session_id=s1")
                assert channels is not None

    run(story())
