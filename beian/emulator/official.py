"""Fields and types of requests and replies, read from the SDK's own models.

The models are plain classes whose constructors document the type of each field, so a shape is
read from there once and kept. The `ba` actions that the SDK lacks have their shapes here.
"""

import importlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from beian.emulator.errors import ApiError


@dataclass(frozen=True)
class Field:
    """`kind` is str, int, float, bool or object; `shape` is given for objects we know."""

    kind: str
    many: bool = False
    shape: "Shape | None" = None


Shape = Mapping[str, Field]

_PYTHON: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "object": (dict,),
}
_TYPE = re.compile(
    r"^[ \t]*:type (\w+): (list of )?(?::class:`[\w.]*?)?(\w+)`?[ \t]*$", re.MULTILINE
)

_NO_FIELDS: Shape = {}
UNPUBLISHED: Mapping[str, tuple[Shape, Shape]] = {
    "DescribeDomainIcpStatus": (
        {"Domain": Field("str")},
        {name: Field("bool") for name in ("GovStatus", "LandedStatus", "AuditTicket", "Ban")},
    ),
    # What is in an element of Webs has been seen by no one: any object may be one.
    "DescribeIcpRegister": (_NO_FIELDS, {"Webs": Field("object", many=True)}),
    "DescribeLastIcpOrderInProgress": (_NO_FIELDS, {"IcpOrderId": Field("str")}),
    "DescribeEvaluateAuditDays": (_NO_FIELDS, {"Result": Field("str")}),
}
"""Request and reply of the real `ba` actions that are absent from the SDK."""


@cache
def request_shape(service: str, version: str, action: str) -> Shape:
    if service == "ba" and action in UNPUBLISHED:
        return UNPUBLISHED[action][0]
    return _shape(_models(service, version), f"{action}Request")


@cache
def reply_shape(service: str, version: str, action: str) -> Shape:
    if service == "ba" and action in UNPUBLISHED:
        return {**UNPUBLISHED[action][1], "RequestId": Field("str")}
    return _shape(_models(service, version), f"{action}Response")


@cache
def _models(service: str, version: str) -> ModuleType:
    return importlib.import_module(f"tencentcloud.{service}.v{version.replace('-', '')}.models")


def _shape(models: ModuleType, name: str) -> Shape:
    model = getattr(models, name)
    types = {n: (many, kind) for n, many, kind in _TYPE.findall(model.__init__.__doc__ or "")}
    fields = {}
    for attribute in vars(model()):
        field = attribute.lstrip("_")
        many, kind = types[field]
        shape = None if kind in _PYTHON else _shape(models, kind)
        fields[field] = Field("object" if shape is not None else kind, bool(many), shape)
    return fields


def check_request(params: Mapping[str, object], shape: Shape, required: Collection[str]) -> None:
    """Raises ApiError: UnknownParameter, MissingParameter or InvalidParameter."""
    for path, problem in _faults(params, shape, ""):
        if problem == "unknown":
            raise ApiError("UnknownParameter", f"The parameter `{path}` is not recognized.")
        raise ApiError("InvalidParameter", f"The type of the parameter `{path}` is not {problem}.")
    for path in sorted(required):
        if any(absent for absent in _absent(params, path.split("."))):
            raise ApiError(
                "MissingParameter", f"The request is missing the required parameter `{path}`."
            )


def reply_faults(reply: Mapping[str, object], shape: Shape) -> list[str]:
    """What the SDK's model would not know in our own reply; empty when all is well."""
    return [f"{path}: {problem}" for path, problem in _faults(reply, shape, "")]


def _faults(value: Mapping[str, object], shape: Shape, above: str) -> Iterator[tuple[str, str]]:
    for name, inner in value.items():
        path = f"{above}{name}"
        field = shape.get(name)
        if field is None:
            yield path, "unknown"
        elif inner is not None:
            yield from _value_faults(inner, field, path)


def _value_faults(value: object, field: Field, path: str) -> Iterator[tuple[str, str]]:
    if field.many:
        if not isinstance(value, list):
            yield path, "list"
            return
        for index, element in enumerate(value):
            yield from _value_faults(
                element, Field(field.kind, shape=field.shape), f"{path}.{index}"
            )
        return
    wanted = _PYTHON[field.kind]
    if not isinstance(value, wanted) or (isinstance(value, bool) and field.kind != "bool"):
        yield path, field.kind
    elif isinstance(value, dict) and field.shape is not None:
        yield from _faults(value, field.shape, f"{path}.")


def _absent(params: Mapping[str, object], path: list[str]) -> Iterator[bool]:
    """One answer for each place where the last name of the path belongs."""
    value = params.get(path[0])
    if len(path) == 1:
        yield value is None
        return
    for element in value if isinstance(value, list) else [value]:
        if isinstance(element, dict):
            yield from _absent(element, path[1:])
