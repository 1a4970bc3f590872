"""The software bill of materials: what others' work is in the zip, of which version and licence."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from email.message import Message

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from beian.packaging.contents import MARKERS
from beian.packaging.wheels import Wheel

_LICENSE = "License :: OSI Approved :: "


def bill(version: str, fingerprint: str, wheels: Sequence[Wheel]) -> bytes:
    """CycloneDX 1.6. The same for the same sources: it has no time, and a number made of them."""
    root = Component(
        name="beian",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref="beian",
        licenses=[LicenseFactory().make_from_string("MIT")],
    )
    parts = {wheel.name: _component(wheel) for wheel in wheels}
    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_OID, fingerprint), components=parts.values())
    bom.metadata.component = root
    bom.metadata.timestamp = datetime(1980, 1, 1, tzinfo=timezone.utc)
    bom.register_dependency(root, parts.values())
    for wheel in wheels:
        bom.register_dependency(parts[wheel.name], _needs(wheel.metadata, parts))
    return JsonV1Dot6(bom).output_as_string(indent=1).encode() + b"\n"


def _component(wheel: Wheel) -> Component:
    purl = PackageURL("pypi", name=wheel.name, version=wheel.version)
    return Component(
        name=wheel.name,
        version=wheel.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(purl),
        purl=purl,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=wheel.sha256)],
        licenses=[_licence(wheel.metadata)],
    )


def _licence(metadata: Message) -> License:
    """As the distribution says it: an SPDX expression, a name, or a classifier."""
    classifiers = (one for one in metadata.get_all("Classifier", ()) if one.startswith(_LICENSE))
    classified = next(classifiers, "").removeprefix(_LICENSE)
    said = metadata["License-Expression"] or metadata["License"] or classified
    return LicenseFactory().make_from_string(said.strip().splitlines()[0])


def _needs(metadata: Message, parts: Mapping[str, Component]) -> Iterator[Component]:
    for line in metadata.get_all("Requires-Dist", ()):
        needed = Requirement(line)
        name = canonicalize_name(needed.name)
        if name in parts and (needed.marker is None or needed.marker.evaluate(dict(MARKERS))):
            yield parts[name]
