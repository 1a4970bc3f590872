"""Objects under keys: in a COS bucket, or in a local folder.

COS is reached through its S3 interface. Nothing relies on listing, nor on a create-only put being
one: COS documents `x-cos-forbid-overwrite` (void in a bucket that ever had versioning) and not
`If-None-Match`, so `create` asks for both and is a courtesy, never what correctness rests on.

    StoreError          the store cannot be used; says what to do, never what a key holds
      BadAddress        an address that is none
      NoBucket          there is no such bucket
      Denied            the credential may not do that
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from beian import environment
from beian.domains import REGION

if TYPE_CHECKING:
    from obstore.store import ObjectStore

COS = "cos://"
FORM = "cos://<bucket>-<appid>/<prefix>?region=<region>"
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{0,49}-(?P<appid>[1-9][0-9]{4,19})")
_FOLDER = "the folder's permissions and the space that is left"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_TIMEOUT_S, _RETRY_FOR_S = 10, 20


class StoreError(Exception):
    """What could not be done, and what to do about it."""


class BadAddress(StoreError):
    """It is no address of a store."""


class NoBucket(StoreError):
    """There is no bucket of that name in that region."""


class Denied(StoreError):
    """The credential may not do that."""


class CosAddress(NamedTuple):
    """A key, or the start of keys, in a bucket."""

    bucket: str
    key: str
    region: str

    @property
    def resource(self) -> str:
        """As CAM names it; `key` may end in a `*`."""
        found = _BUCKET.fullmatch(self.bucket)
        appid = found["appid"] if found else ""
        return f"qcs::cos:{self.region}:uid/{appid}:{self.bucket}/{self.key}"


def cos_address(text: str) -> CosAddress | None:
    """None for what is no `cos://`: a local path.

    :raises BadAddress: it begins as one and does not go on as one.
    """
    if not text.startswith(COS):
        if _SCHEME.match(text):
            raise BadAddress(f"no address of a store: write a folder, or {FORM}")
        return None
    parts = urlsplit(text)
    region = (parse_qs(parts.query).get("region") or [""])[-1]
    key = unquote(parts.path).strip("/")
    if not _BUCKET.fullmatch(parts.netloc) or not REGION.fullmatch(region) or ".." in key:
        raise BadAddress(f"no address of a COS bucket: write it as {FORM}")
    return CosAddress(parts.netloc, key, region)


class Store:
    """Whole objects under keys of `A-Z a-z 0-9 . _ -` and `/`. Safe across threads."""

    def __init__(
        self, backend: "ObjectStore", address: str, creating: "ObjectStore | None" = None
    ) -> None:
        """
        :param address: what errors call it
        :param creating: the same store, for puts that should not replace anything
        """
        self._backend = backend
        self._creating = creating or backend
        self.address = address

    def read(self, key: str) -> bytes | None:
        """None where nothing is stored under the key.

        :raises StoreError: that could not be told.
        """
        found = None
        with self._doing("read"):
            try:
                found = bytes(self._backend.get(key).bytes())
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise NoBucket(f"{self.address}: there is no such bucket") from None
        return found

    def has(self, key: str) -> bool:
        """:raises StoreError: as `read`."""
        found = True
        with self._doing("read"):
            try:
                self._backend.head(key)
            except FileNotFoundError:
                found = False
        return found

    def write(self, key: str, data: bytes | Iterable[bytes]) -> None:
        """Replaces what is there, at once or not at all.

        :param data: the object, or its parts, of which few are held at a time
        :raises StoreError: it is not stored.
        """
        with self._doing("write"):
            if isinstance(data, bytes):
                self._backend.put(key, data, use_multipart=False)
            else:
                self._write_parts(key, data)

    def _write_parts(self, key: str, parts: Iterable[bytes]) -> None:
        """The parts may read from the store themselves. Only a close makes an object of them: where
        one cannot be had, nothing is stored."""
        import obstore  # noqa: PLC0415  # loaded with the store

        writer = obstore.open_writer(self._backend, key)
        for part in parts:
            writer.write(part)
        writer.close()

    def create(self, key: str, data: bytes) -> bool:
        """Whether it was stored; where something is there already, that stays.

        :raises StoreError: neither.
        """
        from obstore.exceptions import AlreadyExistsError  # noqa: PLC0415  # loaded with the store

        created = True
        with self._doing("write"):
            try:
                self._creating.put(key, data, mode="create", use_multipart=False)
            except AlreadyExistsError:
                created = False
        return created

    @contextmanager
    def _doing(self, what: str) -> Iterator[None]:
        from obstore.exceptions import (  # noqa: PLC0415  # loaded with the store
            BaseError,
            PermissionDeniedError,
            UnauthenticatedError,
        )

        try:
            yield
        except (PermissionDeniedError, UnauthenticatedError, PermissionError):
            need = "name/cos:GetObject, HeadObject" if what == "read" else "name/cos:PutObject"
            raise Denied(
                f"{self.address}: {what} denied: allow the role what `beian policy` prints ({need})"
            ) from None
        except (BaseError, OSError) as error:
            # Its own words quote replies, and with them whatever a reply quotes.
            name = type(error).__name__
            look = "its address and the network" if self.address.startswith(COS) else _FOLDER
            raise StoreError(f"{self.address}: cannot {what} ({name}): look at {look}") from None


class Draft(Store):
    """What another store would hold: that is read, and stays as it is."""

    def __init__(self, store: Store) -> None:
        from obstore.store import MemoryStore  # noqa: PLC0415  # 40 ms for those who store

        super().__init__(MemoryStore(), store.address)
        self._under = store

    def read(self, key: str) -> bytes | None:
        found = super().read(key)
        return self._under.read(key) if found is None else found

    def has(self, key: str) -> bool:
        return super().has(key) or self._under.has(key)

    def create(self, key: str, data: bytes) -> bool:
        return not self._under.has(key) and super().create(key, data)


def open_store(address: str, environ: Mapping[str, str], retry_s: float = _RETRY_FOR_S) -> Store:
    """The store at `cos://…`, or in a local folder, which is made when first written to.

    :param retry_s: for how long a call that fails is made again
    :raises BadAddress: it is neither.
    :raises StoreError: there is no credential for it, or the folder cannot be made.
    :raises BadEnvironment: `BEIAN_COS_ENDPOINT` is no loopback address.
    """
    found = cos_address(address)
    if found is None:
        return _local(Path(address), address)
    return _cos(found, environ, retry_s)


def read_object(address: CosAddress, environ: Mapping[str, str]) -> bytes | None:
    """One object by its whole address. :raises StoreError: as `Store.read`."""
    folder, _, name = address.key.rpartition("/")
    return _cos(address._replace(key=folder), environ).read(name)


def _local(folder: Path, address: str) -> Store:
    from obstore.store import LocalStore  # noqa: PLC0415  # 40 ms for those who store

    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Store(LocalStore(folder.resolve()), address)
    except (OSError, ValueError) as error:
        raise StoreError(f"{address}: cannot be used as a folder: {error}") from None


def _cos(at: CosAddress, environ: Mapping[str, str], retry_s: float = _RETRY_FOR_S) -> Store:
    """With the credential that the environment holds now: a role's ends within hours."""
    credential = environment.credential(environ)
    address = f"{COS}{at.bucket}/{quote(at.key)}"
    if credential is None:
        raise StoreError(
            f"{address}: no credential to read it with: give the function its role, or set "
            "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY"
        )
    from obstore.store import S3Store  # noqa: PLC0415  # 40 ms for those who store

    emulated = environment.cos_endpoint(environ)
    token: dict[str, Any] = {"session_token": credential.token} if credential.token else {}

    def connect(headers: dict[str, str]) -> S3Store:
        return S3Store(
            at.bucket,
            prefix=at.key or None,
            endpoint=emulated or f"https://{at.bucket}.cos.{at.region}.myqcloud.com",
            virtual_hosted_style_request=emulated is None,
            region=at.region,
            access_key_id=credential.secret_id,
            secret_access_key=credential.secret_key,
            **token,
            client_options={
                "allow_http": emulated is not None,
                "timeout": f"{_TIMEOUT_S}s",
                "default_headers": headers,
            },
            retry_config={"retry_timeout": timedelta(seconds=retry_s)},
        )

    return Store(connect({}), address, connect({"x-cos-forbid-overwrite": "true"}))
