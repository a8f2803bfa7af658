"""The records API of a server, over HTTP with the token; every failure is one line."""

import time
from collections.abc import Generator, Iterator
from types import TracebackType
from typing import Any

import httpx

from attested import __version__
from attested.deposits.address import api_address, is_loopback
from attested.deposits.errors import AGAIN, DepositError, Refused, Unreachable

TOKEN = "ATTESTED_DEPOSIT_TOKEN"
_TIMEOUT = httpx.Timeout(120, connect=15)
_TRIES = 4  # of a request that was put off with 429, which the server has not acted on
_LONGEST_WAIT = 90.0
_SHOWN = 400
_ADVICE = {
    401: f"make a new token and set {TOKEN}",
    403: f"give the token in {TOKEN} the right to write and publish deposits, or make a new one",
    404: "check the address, and that the token's account owns the record",
    410: "it was withdrawn there; ask the server's keepers",
    413: "it is too large for this server; ask for a larger quota",
    429: f"wait a minute, then {AGAIN}",
}

Json = dict[str, Any]


class _Bearer(httpx.Auth):
    """Puts the token on requests; held here so that no header or repr shows it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def usable_token(token: str | None) -> str:
    """The token without space around it; raises DepositError when it can be none."""
    token = (token or "").strip()
    if not token:
        raise DepositError(f"{TOKEN} is not set; set it to a token of your account at the server")
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise DepositError(f"{TOKEN} holds a character that no token has; copy the token again")
    return token


class Client:
    """A connection to one server; use it as a context manager."""

    def __init__(self, server: str, token: str) -> None:
        self.api = api_address(server)
        self._token = usable_token(token)
        self._http = httpx.Client(
            auth=_Bearer(self._token),
            timeout=_TIMEOUT,
            follow_redirects=False,  # a token goes to no other address than the one given
            trust_env=not is_loopback(self.api),
            headers={"Accept": "application/json", "User-Agent": f"attested/{__version__}"},
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._http.close()

    def call(self, method: str, path: str, body: Any = None) -> Json:
        """The JSON object that the server answers; raises Refused or Unreachable."""
        return self._answer(method, path, {} if body is None else {"json": body})

    def send(self, path: str, content: Iterator[bytes], size: int) -> Json:
        """The answer to bytes that are put at the path; they can be sent once."""
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        return self._answer("PUT", path, {"content": content, "headers": headers})

    def _answer(self, method: str, path: str, options: Json) -> Json:
        asked = f"{method} {self.api}{path}"
        for remaining in reversed(range(_TRIES)):
            response = self._response(method, path, asked, options)
            if response.status_code != 429 or not remaining or "content" in options:
                break
            time.sleep(_wait(response))
        return self._read(asked, response)

    def _response(self, method: str, path: str, asked: str, options: Json) -> httpx.Response:
        try:
            return self._http.request(method, self.api + path, **options)
        except (httpx.HTTPError, httpx.StreamError) as error:
            reason = self._clean(str(error)) or type(error).__name__
            message = f"{asked}: no answer ({reason}); check address and network, then {AGAIN}"
            raise Unreachable(message) from None

    def _read(self, asked: str, response: httpx.Response) -> Json:
        status = response.status_code
        if response.is_success and not response.content:
            return {}
        try:
            body = response.json()
        except ValueError:
            body = None
        if response.is_success and isinstance(body, dict):
            return body
        if response.is_success or response.is_redirect:
            where = self._clean(response.headers.get("Location", ""))
            found = f"leads to {where}" if where else "is no JSON object"
            message = f"{asked}: the answer {found}; give the address of an InvenioRDM server"
        else:
            said = self._clean(_said(body) or response.reason_phrase)
            advice = _ADVICE.get(status, AGAIN if status >= 500 else "correct what it names")
            message = f"{asked}: {status} {said}; {advice}"
        raise Refused(message, status)

    def _clean(self, text: str) -> str:
        """Foreign text, short and without the token should a server or library repeat it."""
        cut = text.replace(self._token, f"[{TOKEN}]")
        return cut if len(cut) <= _SHOWN else cut[: _SHOWN - 1] + "…"


def faults(body: Json) -> list[str]:
    """The entries of `errors`, which come with success too, each as `field: message`."""
    found = body.get("errors") or []
    if not isinstance(found, list):
        return [str(found)]
    return [_fault(each) for each in found]


def _fault(entry: Any) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    said = entry.get("messages") or entry.get("message") or "not accepted"
    words = " ".join(map(str, said)) if isinstance(said, list) else said
    return f"{entry.get('field', '?')}: {words}"


def _said(body: Any) -> str:
    if not isinstance(body, dict):
        return ""
    return " ".join(filter(None, [str(body.get("message") or ""), ", ".join(faults(body))]))


def _wait(response: httpx.Response) -> float:
    """The seconds that the server asks to wait, within bounds."""
    try:
        asked = float(response.headers.get("Retry-After", "5"))
    except ValueError:
        asked = 5.0
    return min(max(asked, 0.0), _LONGEST_WAIT)
