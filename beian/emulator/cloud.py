"""The emulated API without its HTTP: a request goes in, a reply comes out and is on record."""

import json
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from threading import Lock

from beian.emulator.asking import Ask
from beian.emulator.catalog import CATALOG, ActionFacts, ServiceFacts
from beian.emulator.errors import ApiError
from beian.emulator.function import Settings
from beian.emulator.functions.invocations import Functions
from beian.emulator.identities import Identities, Identity
from beian.emulator.misbehaviour import Due, FaultDesk, Json, reshape
from beian.emulator.official import check_request, reply_faults, reply_shape, request_shape
from beian.emulator.ratelimit import RateLimits
from beian.emulator.services import ACTIONS
from beian.emulator.signature import Claim, Request, read_claim, verify
from beian.emulator.world import World

_REGION = re.compile(r"[a-z]{2}-[a-z]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Call:
    """One call received. `status` is the error code that was answered, or "" for success.

    `account` is the uin of the key that the request names, proven or not; `fault` is what the
    world made of the call (`error:…`, `wire:…`, `shape:…`) or "". Params hold no secret.
    """

    at: datetime
    service: str
    action: str
    region: str
    account: str | None
    status: str
    params: Mapping[str, object]
    request_id: str
    fault: str = ""


@dataclass(frozen=True)
class Answer:
    """What goes into `Response`; `due` is the fault under which it is sent."""

    response: Json
    http_status: int
    due: Due | None


@dataclass(frozen=True)
class _Asked:
    """What a request says of itself, before any of it is checked."""

    service: str
    action: str
    region: str
    params: Mapping[str, object] | None
    claim: Claim | ApiError
    holder: Identity | None

    @property
    def name(self) -> str:
        return f"{self.service}:{self.action}"

    @property
    def uin(self) -> str | None:
        return self.holder.account.uin if self.holder else None


class Cloud:
    """The API over one world. Thread-safe."""

    def __init__(self, world: World, *, on_record: bool = True) -> None:
        self._lock = Lock()
        self._on_record = on_record
        self.world = world
        self.functions = Functions(world, self.now)
        self.reset(world)

    def reset(self, world: World | None = None) -> None:
        """Forgets calls, sessions, executions, changed settings, fault counters and rate-limit
        windows.

        Another world, if given, starts at its own clock; without one time goes on.
        """
        self.functions.reset(world or self.world)
        with self._lock:
            if world is not None:
                self.world = world
                self._began = time.monotonic()
                self._ahead = timedelta()
            self._identities = Identities(self.world)
            first, region = self.world.accounts[0], self.world.home.region
            self._settings = Settings(self.world.function, first, region)
            self.calls: list[Call] = []
            self.bugs: list[str] = []
            in_calls = [fault for fault in self.world.faults if not fault.deliver]
            self._faults = FaultDesk(in_calls, self.world.seed)
            self._limits = RateLimits(self.world.limits)

    def now(self) -> datetime:
        """The world's: from its clock if it has one, it passes as real time does."""
        if self.world.clock is None:
            return self.world.now() + self._ahead
        return self.world.now() + timedelta(seconds=time.monotonic() - self._began) + self._ahead

    def pass_time(self, seconds: float) -> None:
        with self._lock:
            self._ahead += timedelta(seconds=seconds)

    def answer(self, request: Request) -> Answer:
        asked = self._read(request)
        request_id = str(uuid.uuid4())
        with self._lock:
            due = self._faults.due(asked.name, asked.region, asked.uin)
        status, http_status = "", 200
        try:
            response: Json = {**self._reply(request, asked, due), "RequestId": request_id}
        except ApiError as error:
            status, http_status = error.code, 500 if error.code == "InternalError" else 200
            failed = {"Code": error.code, "Message": error.message}
            response = {"Error": failed, "RequestId": request_id}
        if self._on_record:
            self._record(asked, status, request_id, due)
        return Answer(response, http_status, due)

    def _read(self, request: Request) -> _Asked:
        claim: Claim | ApiError
        try:
            claim = read_claim(request)
            service, holder = claim.service, self._identities.find(claim.key_id)
        except ApiError as error:
            claim, service, holder = error, "", None
        try:
            params = json.loads(request.body or b"{}")
        except (ValueError, RecursionError):
            params = None
        return _Asked(
            service,
            request.headers.get("x-tc-action", ""),
            request.headers.get("x-tc-region", ""),
            params if isinstance(params, dict) else None,
            claim,
            holder,
        )

    def _reply(self, request: Request, asked: _Asked, due: Due | None) -> Json:
        caller = self._authenticate(request, asked)
        if due and due.fault.error:
            raise ApiError(due.fault.error, "The world of this emulator asks for this error.")
        service, facts = self._find(request, asked)
        with self._lock:
            self._limits.take(
                asked.name, asked.region, caller.account.uin, facts.per_second, time.monotonic()
            )
        self._authorize(asked, facts, caller)
        ask = Ask(
            world=self.world,
            identities=self._identities,
            settings=self._settings,
            caller=caller,
            now=self.now(),
            region=asked.region,
            params=self._validate(service, facts, asked),
            functions=self.functions,
            clamped=due is not None and due.fault.shape == "clamp_page",
        )
        reply = ACTIONS[asked.service][asked.action](ask)
        faults = reply_faults(reply, reply_shape(asked.service, service.version, asked.action))
        if faults:
            self.bugs.append(f"{asked.name}: {'; '.join(faults)}")
            raise ApiError("InternalError", "The emulator's own reply is not what the SDK knows.")
        return reshape(reply, due) if due else reply

    def _authenticate(self, request: Request, asked: _Asked) -> Identity:
        if isinstance(asked.claim, ApiError):
            raise asked.claim
        if asked.holder is None:
            raise ApiError("AuthFailure.SecretIdNotFound", "No account has this SecretId.")
        verify(request, asked.claim, asked.holder.key, time.time() + self.world.clock_skew_s)
        session = asked.holder.session
        if session is not None and session.ends <= self.now():
            raise ApiError("AuthFailure.TokenFailure", "The session of this token has ended.")
        return asked.holder

    def _find(self, request: Request, asked: _Asked) -> tuple[ServiceFacts, ActionFacts]:
        service = CATALOG.services.get(asked.service)
        if service is None:
            raise ApiError("NoSuchProduct", f"There is no product {asked.service}.")
        if asked.service in self.world.retired:
            raise ApiError("ActionOffline", f"The API of {asked.service} has been taken offline.")
        version = request.headers.get("x-tc-version", "")
        if version != service.version:
            raise ApiError("NoSuchVersion", f"{asked.service} has no version {version}.")
        if asked.action not in service.actions:
            raise ApiError("InvalidAction", f"{asked.service} has no action {asked.action}.")
        return service, service.actions[asked.action]

    def _authorize(self, asked: _Asked, facts: ActionFacts, caller: Identity) -> None:
        cam = f"{CATALOG.cam_prefix(asked.service)}:{facts.cam or asked.action}"
        elsewhere = asked.service == "ba" and not caller.account.filing.subject
        role = (asked.params or {}).get("RoleArn") if asked.name == "sts:AssumeRole" else None
        if elsewhere or not caller.may(asked.name, cam, str(role or "*")):
            raise ApiError(
                "UnauthorizedOperation",
                f"you are not authorized to perform operation ({cam})\n"
                "resource (*) has no permission",
            )

    def _validate(
        self, service: ServiceFacts, facts: ActionFacts, asked: _Asked
    ) -> Mapping[str, object]:
        if asked.params is None:
            raise ApiError("InvalidParameter", "The body is not a JSON object.")
        if facts.region and not asked.region:
            raise ApiError("MissingParameter", "The request is missing the header `X-TC-Region`.")
        if asked.region and not _REGION.fullmatch(asked.region):
            raise ApiError("UnsupportedRegion", "X-TC-Region is not the name of a region.")
        shape = request_shape(asked.service, service.version, asked.action)
        check_request(asked.params, shape, facts.required)
        return {name: value for name, value in asked.params.items() if value is not None}

    def _record(self, asked: _Asked, status: str, request_id: str, due: Due | None) -> None:
        fault = ""
        if due:
            kind = next(k for k in ("error", "wire", "shape") if getattr(due.fault, k))
            fault = f"{kind}:{getattr(due.fault, kind)}"
        call = Call(
            at=datetime.now(timezone.utc),
            service=asked.service,
            action=asked.action,
            region=asked.region,
            account=asked.uin,
            status=status,
            params=self._without_secrets(asked.params or {}),
            request_id=request_id,
            fault=fault,
        )
        with self._lock:
            self.calls.append(call)

    def _without_secrets(self, params: Mapping[str, object]) -> Mapping[str, object]:
        """An external id is one whether or not it is a right one."""
        secrets = [json.dumps(secret)[1:-1] for secret in self._identities.secrets()]

        def shows(value: object) -> bool:
            text = json.dumps(value)
            return any(secret in text for secret in secrets)

        return {
            "***" if shows(name) else name: "***" if name == "ExternalId" or shows(value) else value
            for name, value in params.items()
        }
