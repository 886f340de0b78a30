"""What every test stands on: nothing configured, no network, a browser or a database only where there is one.

A missing browser, PostgreSQL or pango skips with a sentence that says what to install;
with ATTUNE_REQUIRE_ALL=1 a skip is a failure, so that nothing goes untested unseen.
"""

import ipaddress
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

REQUIRE_ALL = os.environ.get("ATTUNE_REQUIRE_ALL") == "1"
BROWSER_FIXTURES = {"browser", "context", "new_context", "page", "browser_type", "launch_browser"}
NO_CHROMIUM = "needs Chromium: install the package `chromium`, or name a browser's file in CHROMIUM"
NO_PANGO = "needs pango to draw PDFs: install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
NO_POSTGRES = "needs PostgreSQL: install the package `postgresql`, or name a server in ATTUNE_TEST_POSTGRES_URL"


# ---- nothing configured ------------------------------------------------------------------------------------


def _forget_configuration() -> None:
    """A developer's keys and settings must not decide what a test sees, nor their data be touched."""
    kept = ("ATTUNE_TEST_", "ATTUNE_REQUIRE_ALL", "ATTUNE_BARS")
    for name in list(os.environ):
        foreign = name.startswith(("OPENAI_", "LANGSMITH_", "LANGCHAIN_", "GRADIO_"))
        if foreign or name.lower().endswith("_proxy") or (name.startswith("ATTUNE_") and not name.startswith(kept)):
            del os.environ[name]


def pytest_configure(config: pytest.Config) -> None:
    _forget_configuration()
    folder = tempfile.TemporaryDirectory(prefix="attune-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    os.environ["ATTUNE_DATA_DIR"] = folder.name
    # A busy machine is slow, which is no finding; and the run that decides must decide the same way twice.
    hypothesis.settings.register_profile("attune", deadline=None, derandomize=REQUIRE_ALL)
    hypothesis.settings.load_profile("attune")


# ---- no network --------------------------------------------------------------------------------------------


class NetworkForbidden(RuntimeError):
    """A test reached for a host that is not this machine."""


_forbidden: list[str] = []


def _is_loopback(host: object) -> bool:
    text = host.decode() if isinstance(host, bytes) else str(host)
    if text in ("", "localhost") or text.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _forbid(host: object) -> None:
    _forbidden.append(str(host))
    raise NetworkForbidden(f"a test tried to reach {host!r}; only this machine's loopback is allowed")


def _guarded(method: str) -> Any:
    original = getattr(socket.socket, method)

    def guarded(self: socket.socket, *args: Any) -> Any:
        address = args[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            _forbid(address[0])
        return original(self, *args)

    return guarded


def _guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    # 0.0.0.0 and :: are where a server listens, not where a client goes.
    if host is not None and not _is_loopback(host) and str(host) not in ("0.0.0.0", "::"):
        _forbid(host)
    return _getaddrinfo(host, *args, **kwargs)


_getaddrinfo = socket.getaddrinfo


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, method, _guarded(method))
        patch.setattr(socket, "getaddrinfo", _guarded_getaddrinfo)
        yield


@pytest.fixture(autouse=True)
def _network_was_left_alone() -> Iterator[None]:
    """Code that swallows the refusal (telemetry does) is caught here."""
    _forbidden.clear()
    yield
    assert not _forbidden, f"reached for the network: {', '.join(sorted(set(_forbidden)))}"


# ---- servers, browser, database, PDF -----------------------------------------------------------------------


@pytest.fixture
def free_port() -> int:
    """A port of this machine that nothing listens on now."""
    return _free_port()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _chromium() -> str | None:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, which can reach nothing but this machine."""
    quiet = ["gpu", "quic", "background-networking", "component-update", "sync"]
    return {
        **browser_type_launch_args,
        "executable_path": _chromium(),
        "headless": True,
        "args": [
            "--no-sandbox",  # containers run as root, where Chromium's own sandbox refuses to start
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            *(f"--disable-{what}" for what in quiet),
        ],
    }


@pytest.fixture(scope="session")
def pango() -> None:
    """For tests that draw a PDF."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        pytest.skip(NO_PANGO)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database: the one named, or a throwaway server of our own."""
    if named := os.environ.get("ATTUNE_TEST_POSTGRES_URL"):
        yield named
        return
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    folders = [*map(str, reversed(installed)), os.environ.get("PATH", "")]  # the newest first
    found = shutil.which("initdb", path=os.pathsep.join(folders))
    if not found:
        pytest.skip(NO_POSTGRES)
    folder = Path(tempfile.mkdtemp(prefix="attune-postgres-"))
    as_postgres: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]
    port, data = _free_port(), str(folder / "data")

    def run(program: str, *args: str) -> None:
        command = [*as_postgres, str(Path(found).with_name(program)), "-D", data, *args]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-U", "attune", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgresql+psycopg://attune@127.0.0.1:{port}/postgres"
        run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# ---- order and skips ---------------------------------------------------------------------------------------


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def drives_browser(item: pytest.Item) -> bool:
        return not BROWSER_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))

    for item in items:
        if drives_browser(item):
            item.add_marker("browser")
            if _chromium() is None:
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
    # Playwright keeps an event loop running in the main thread once it has started, in which no async test
    # can run any more: so whatever drives a browser comes last.
    items.sort(key=drives_browser)


def _skip_is_failure(report: pytest.TestReport | pytest.CollectReport) -> None:
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"ATTUNE_REQUIRE_ALL=1 allows no skip. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _skip_is_failure(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _skip_is_failure(report)
    return report
