"""A server of canned answers, for what a real one cannot be made to say."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """An answer; a body that is no text is sent as JSON. Without a status the line goes dead."""

    status: int
    body: object = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Double:
    """What is answered to `METHOD path`, in turn, the last for ever; and what was asked."""

    address: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def say(self, asked: str, *answers: Answer) -> None:
        self.answers[asked] = list(answers)

    def answer(self, asked: str) -> Answer:
        kept = self.answers.get(asked) or [Answer(404, {"message": f"no answer to {asked}"})]
        return kept.pop(0) if len(kept) > 1 else kept[0]


@contextmanager
def double() -> Iterator[Double]:
    """A double that listens on a free port until the block ends."""
    state = Double()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def reply(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = f"{self.command} {self.path.split('?')[0]}"
            state.asked.append((asked, dict(self.headers)))
            answer = state.answer(asked)
            if not answer.status:
                self.close_connection = True
                return
            text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_PUT = do_DELETE = reply

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True).start()
    state.address = f"http://127.0.0.1:{listener.server_address[1]}"
    try:
        yield state
    finally:
        listener.shutdown()
        listener.server_close()
