"""The bill of materials, the manifest and the licences."""

import json
from email import message_from_bytes
from email.message import Message

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name

from beian import __version__
from beian.packaging import archive, sources
from beian.packaging.wheels import Wheel, pins
from tests.package.conftest import ROOT, Package


def _metadata(package: Package) -> dict[str, Message]:
    found = package.content().items()
    return {n: message_from_bytes(d) for n, d in found if n.endswith(".dist-info/METADATA")}


def test_the_bill_is_valid_and_lists_exactly_what_is_in_the_zip(package: Package) -> None:
    text = package.built.bom.read_text("utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    listed = {(one["name"], one["version"]) for one in bill["components"]}
    found = _metadata(package).values()
    assert listed == {(canonicalize_name(one["Name"]), one["Version"]) for one in found}
    assert len(bill["components"]) == len(listed)
    assert all(one["licenses"] and one["purl"] for one in bill["components"])
    root = bill["metadata"]["component"]
    assert (root["name"], root["version"]) == ("beian", __version__)
    assert package.content()[archive.BOM].decode() == text


def test_each_part_has_the_digest_that_the_lock_pins(package: Package) -> None:
    lock = pins((ROOT / sources.LOCK).read_text("utf-8"))
    bill = json.loads(package.built.bom.read_bytes())
    digests = {one["name"]: one["hashes"][0]["content"] for one in bill["components"]}
    assert digests.keys() == {pin.name for pin in lock}
    assert all(digests[pin.name] in pin.hashes for pin in lock)


def test_the_bill_says_who_needs_whom(package: Package) -> None:
    bill = json.loads(package.built.bom.read_bytes())
    names = {one["bom-ref"]: one["name"] for one in bill["components"]}
    needs = {
        names.get(one["ref"], one["ref"]): {names[ref] for ref in one.get("dependsOn", ())}
        for one in bill["dependencies"]
    }
    assert needs["jinja2"] == {"markupsafe"}
    assert needs["requests"] == {"certifi", "charset-normalizer", "idna", "urllib3"}
    assert needs["beian"] == set(names.values())


def test_each_dependency_comes_with_its_licence(package: Package, wheels: list[Wheel]) -> None:
    content = package.content()
    assert content["LICENSE"] == (ROOT / "LICENSE").read_bytes()
    for name, about in _metadata(package).items():
        said = about["License-Expression"] or about["License"]
        assert said or any("License ::" in one for one in about.get_all("Classifier", ())), name
    for wheel in wheels:
        lost = [path for path in wheel.left_out if "licen" in path.lower()]
        files = [path for path in content if path in wheel.files and "licen" in path.lower()]
        assert lost == []
        assert bool(files) == bool(wheel.metadata.get_all("License-File")), wheel.name


def test_the_manifest_adds_up_to_the_zip(package: Package) -> None:
    manifest = json.loads(package.built.manifest.read_bytes())
    data = package.built.zip.read_bytes()
    parts = manifest["components"]
    assert (manifest["zip"], manifest["bytes"]) == (package.built.zip.name, len(data))
    assert manifest["sha256"] == archive.digest(data)
    assert manifest["fingerprint"] == archive.record(data).fingerprint
    assert sum(one["bytes"] for one in parts) == manifest["unpacked"]
    assert sum(one["files"] for one in parts) == manifest["files"] == len(package.content())
    assert [one["zipped"] for one in parts] == sorted((p["zipped"] for p in parts), reverse=True)
    own = next(one for one in parts if one["name"] == "beian")
    assert own["files"] == sum(
        name.split("/")[0] in ("beian", "__pycache__", "handler.py", "LICENSE")
        or name.startswith("beian-package")
        for name in package.content()
    )
