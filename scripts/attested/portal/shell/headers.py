"""Headers of every answer: what a browser may load and do, and how long an answer may be kept."""

from attested.portal.options import Options
from attested.portal.shell.asgi import App, Message, Pairs, Receive, Scope, Send, header, without

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# In public anybody's page may read the data; nobody's may read or frame ours.
SHARED = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
OWN = {"Cross-Origin-Resource-Policy": "same-origin"}
SHARED_ENDINGS = (".json", ".csv", ".atom", ".bib", ".ris")
HSTS = {"Strict-Transport-Security": "max-age=31536000"}
# A correction or a takedown shows within five minutes, also where a proxy keeps answers.
KEPT = "public, max-age=300, must-revalidate"
LOCAL = "no-cache"
NEVER = "no-store"
REFUSALS = (400, 403, 405, 414, 421)


class Headers:
    """Sets the headers of every answer."""

    def __init__(self, app: App, options: Options) -> None:
        self.app = app
        self.options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and the answer with its headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._set(scope, message)}
            await send(message)

        await self.app(scope, receive, with_headers)

    def _set(self, scope: Scope, message: Message) -> Pairs:
        given = [(key.lower(), value) for key, value in message["headers"]]
        is_shared = self.options.public and scope["path"].endswith(SHARED_ENDINGS)
        own = {**SECURITY, **(SHARED if is_shared else OWN)}
        if self.options.public and self.options.origin.startswith("https:"):
            own |= HSTS
        own["Cache-Control"] = self._kept(message["status"], header(given, b"cache-control"))
        pairs = [(name.lower().encode(), value.encode()) for name, value in own.items()]
        return [*without(given, *(name for name, _ in pairs)), *pairs]

    def _kept(self, status: int, asked: bytes | None) -> str:
        """How long an answer may be kept: a refusal, a fault or what asks not to be, never."""
        if status >= 500 or status in REFUSALS or asked == NEVER.encode():
            return NEVER
        return KEPT if self.options.public else LOCAL
