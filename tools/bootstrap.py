"""Set up a checkout: `python3 tools/bootstrap.py python words web types browser`.

A step runs only if its inputs changed. It writes a stamp file when it is complete, so a failed or interrupted
step runs again. This script needs only the standard library of Python.
"""
# ruff: noqa: S603, T201

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
WEB = ROOT / "web"
BUILT = ROOT / "src/matinee/pages/static/app/index.html"
LOCALE = ROOT / "src/matinee/locale"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIREFOXES = ("firefox", "firefox-esr")


def main() -> None:
    """Run the steps named on the command line, one caller at a time."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this very check
        fail(
            f"Matinee needs Python 3.11 or newer, and {sys.executable} is {sys.version.split()[0]}. "
            "Name another one: make run PYTHON=python3.12"
        )
    os.chdir(ROOT)
    with (ROOT / ".bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for step in sys.argv[1:]:
            STEPS[step]()


def python() -> None:
    """Create the virtual environment and install the packages of uv.lock."""
    if not venv_is_ours():
        make_venv()
    state = fingerprint([ROOT / "uv.lock", ROOT / "pyproject.toml"])
    if is_current("python", state):
        return
    install_uv()
    report("Installing Python packages")
    run(VENV / "bin/uv", "sync", "--frozen", "--quiet", "--compile-bytecode")
    write_stamp("python", state)


def words() -> None:
    """Compile the translations with Babel, because few machines have gettext."""
    sources = sorted(LOCALE.rglob("*.po"))
    state = fingerprint(sources)
    if is_current("words", state) and all(source.with_suffix(".mo").exists() for source in sources):
        return
    report("Compiling the translations")
    remove_stamp("words")
    run(VENV / "bin/pybabel", "--quiet", "compile", "--domain", "django", "--directory", LOCALE)
    write_stamp("words", state)


def packages() -> None:
    """Install the packages of the web app."""
    npm_ci("web-packages", WEB, [WEB / "package.json", WEB / "package-lock.json"])


def web() -> None:
    """Build the web app into the Python package."""
    packages()
    tracked = (path for path in WEB.rglob("*") if path.is_file() and "node_modules" not in path.parts)
    state = fingerprint(sorted(tracked))
    if is_current("web", state) and BUILT.exists():
        return
    report("Building the web app")
    remove_stamp("web")
    run(VENV / "bin/npm", "run", "--silent", "build", cwd=WEB)
    write_stamp("web", state)


def types() -> None:
    """Install the generator of TypeScript types from the API's description."""
    folder = WEB / "tools/api-types"
    npm_ci("types-packages", folder, [folder / "package.json", folder / "package-lock.json"])


def lighthouse() -> None:
    """Install Lighthouse, which measures the built site."""
    folder = WEB / "tools/lighthouse"
    npm_ci("lighthouse-packages", folder, [folder / "package.json", folder / "package-lock.json"])


def html() -> None:
    """Install the HTML checkers. The W3C's checker needs Java."""
    folder = WEB / "tools/html-check"
    npm_ci("html-packages", folder, [folder / "package.json", folder / "package-lock.json"])
    if not shutil.which("java"):
        report(
            "NOT CHECKED by the W3C's HTML checker, because Java is missing; html-validate checks the pages."
        )


def browser() -> None:
    """Install Chromium for the end-to-end tests, if there is none."""
    if os.environ.get("CHROMIUM") or any(map(shutil.which, CHROMIUMS)):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        fail("The tests need Chromium. Install it, or name its program: make test CHROMIUM=/path/to/it")
    apt_install("Chromium", "chromium")


def firefox() -> None:
    """Install Firefox and the program that drives it."""
    folder = WEB / "tools/firefox"
    npm_ci("firefox-packages", folder, [folder / "package.json", folder / "package-lock.json"])
    if os.environ.get("FIREFOX") or any(map(shutil.which, FIREFOXES)):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        fail("The test needs Firefox. Install it, or name its program: make screens FIREFOX=/path/to/it")
    apt_install("Firefox", "firefox-esr")


def spin() -> None:
    """Install spin, and gcc for the C programs that spin generates, if they are missing."""
    if all(map(shutil.which, ("spin", "gcc"))):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        fail("The tests need spin and gcc. On Debian or Ubuntu: apt-get install spin gcc libc6-dev")
    apt_install("spin and gcc", "spin", "gcc", "libc6-dev")


def proxies() -> None:
    """Install the proxies that `deploy/` configures, if they are missing."""
    path = f"{os.environ['PATH'].replace(str(VENV / 'bin'), '')}{os.pathsep}/usr/sbin"
    if all(shutil.which(name, path=path) for name in ("caddy", "nginx")):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        fail("The tests need Caddy and nginx. On Debian or Ubuntu: apt-get install caddy nginx")
    apt_install("Caddy and nginx", "caddy", "nginx")


def wrk() -> None:
    """Install wrk, the load generator of the benches, if it is missing."""
    if shutil.which("wrk"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        fail("The benches need wrk. Install it: https://github.com/wg/wrk")
    apt_install("wrk", "wrk")


STEPS = {
    "python": python,
    "words": words,
    "packages": packages,
    "web": web,
    "types": types,
    "lighthouse": lighthouse,
    "html": html,
    "browser": browser,
    "firefox": firefox,
    "wrk": wrk,
    "spin": spin,
    "proxies": proxies,
}


def venv_is_ours() -> bool:
    """Whether the environment works and belongs to this folder. Its scripts contain the folder's path."""
    probe = VENV / "bin/python"
    if not probe.exists() or subprocess.run([probe, "-c", ""], check=False).returncode:
        return False
    program = VENV / "bin/matinee"
    return not program.exists() or str(VENV) in program.read_text()


def make_venv() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        fail(
            "This Python cannot create virtual environments. "
            "On Debian or Ubuntu: apt-get install python3-venv"
        )
    report("Creating a virtual environment in .venv")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def install_uv() -> None:
    import tomllib

    locked = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    version = next(package["version"] for package in locked if package["name"] == "uv")
    uv = VENV / "bin/uv"
    if uv.exists() and f" {version} " in output_of(uv, "--version"):
        return
    report(f"Installing uv {version}")
    pip = (VENV / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, f"uv=={version}")


def npm_ci(name: str, folder: Path, packages: list[Path]) -> None:
    state = fingerprint(packages)
    if is_current(name, state) and (folder / "node_modules").exists():
        return
    report(f"Installing the packages of {folder.relative_to(ROOT)}")
    remove_stamp(name)
    run(VENV / "bin/npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=folder)
    write_stamp(name, state)


def apt_install(what: str, *packages: str) -> None:
    report(f"Installing {what}")
    run("apt-get", "update", "--quiet")
    run("apt-get", "install", "--quiet", "--yes", "--no-install-recommends", *packages)


def fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_current(name: str, state: str) -> bool:
    path = STAMPS / name
    return path.exists() and path.read_text() == state


def write_stamp(name: str, state: str) -> None:
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(state)


def remove_stamp(name: str) -> None:
    (STAMPS / name).unlink(missing_ok=True)


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a program, with the virtual environment first on PATH. Exit with a message if it fails."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    quiet = {"UV_PYTHON_DOWNLOADS": "never", "NPM_CONFIG_UPDATE_NOTIFIER": "false"}
    environ = {**os.environ, **quiet, "PATH": path}
    for foreign in ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "UV_PROJECT"):
        environ.pop(foreign, None)
    if subprocess.run(command, cwd=cwd, env=environ, check=False).returncode:
        text = " ".join(str(word) for word in command)
        fail(f"{text} failed. Fix the error above, then run the same command again: it resumes here.")


def output_of(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def report(line: str) -> None:
    print("==> " + line, flush=True)


def fail(line: str) -> NoReturn:
    sys.exit("make: " + line)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
