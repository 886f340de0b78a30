"""An OpenAI-compatible server on this machine, for tests and the bench; the model's name chooses how it behaves.

In a test:       with FakeProvider() as provider: ... provider.url, provider.seen ...
For the bench:   python -m tests.fake_provider PORT

| model | behaviour |
|---|---|
| patient | a fixed reply in character, which repeats nothing of the request |
| strict | the same, but 400 unless one system message is first, user and assistant alternate, and none is empty |
| costs | the same, and says what it cost, as OpenRouter does |
| says:TEXT, broken:TEXT, long:TEXT | TEXT; and then the connection ends; and then the limit of length is reached |
| talk, talk:300,20,60 | sentences: ms to the first token, ms a token, tokens; with time marks (below) |
| slow, drip | a word every 50 ms, every 300 ms |
| e429x1, e500x2, e529x3 | so many failures with that status, then well |
| e401, e403, e404, e400, e422, quota, context, context500 | always that failure |
| hang, stall | never answers; stops in the middle |
| cut, cut0, reset | connection ends in the middle, before any word, or without the end of the body |
| malformed_json, malformed_sse, html, sse_error | not what was promised |
| refusal, filtered, length, empty, nousage, nofinish | answers that are no whole answer |
| badjson, prose, fenced, think | JSON that does not fit, none at all, in a fence, after thoughts |
| no_schema, no_schema500, no_object, no_tools | rejects ways of asking for JSON, and those before |
| tools_none | rejects response formats, and answers a forced tool call in prose |

`talk` bears times of this machine's monotonic clock in microseconds, so that a driver can subtract them:
@@F<id>:<request received>:<first token sent>@@ first, @@E<id>:<sent>@@ at the end of the first sentence,
@@L<id>:<sent>@@ last; <id> is taken from "#id=<id>#" in the last user message.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple

import uvicorn

Json = dict[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

IN_CHARACTER = "It's been going on for about three weeks now. I keep thinking it'll settle by itself."
USAGE = {
    "prompt_tokens": 11,
    "completion_tokens": 7,
    "total_tokens": 18,
    "prompt_tokens_details": {"cached_tokens": 3},
}
COST = 0.00125
TALK = (300.0, 20.0, 60)
TALK_TEXT = """
the pain started about two weeks ago after dinner and it comes in waves
mostly on my right side and I took some tablets but they did not help much
"""
TALK_WORDS = TALK_TEXT.split()
SENTENCE = 12

STATUS = {
    "e400": (400, "Unrecognized request argument supplied: foo", None),
    "e401": (401, "Incorrect API key provided: {key}", "invalid_api_key"),
    "e403": (403, "You are not allowed to use this model", None),
    "e404": (404, "The model `e404` does not exist", "model_not_found"),
    "e422": (422, "Input should be a valid string", None),
    "quota": (429, "You exceeded your current quota", "insufficient_quota"),
    "context": (400, "This model's maximum context length is 10 tokens.", "context_length_exceeded"),
    "context500": (500, "the request exceeds the available context size, try increasing it", None),
}


class Reply(NamedTuple):
    """What the model would say."""

    text: str | None
    finish: str | None = "stop"
    refusal: str | None = None
    tool: str | None = None


class Failure(Exception):
    """A status instead of an answer."""

    def __init__(self, status: int, message: str, code: str | None = None, retry_ms: int | None = None) -> None:
        self.status, self.code, self.retry_ms = status, code, retry_ms
        super().__init__(message)


def smallest(schema: Json, root: Json | None = None) -> Any:
    """The smallest value that fits a JSON Schema."""
    root = root or schema
    if "$ref" in schema:
        return smallest(root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return smallest(schema[several][0], root)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {name: smallest(inner, root) for name, inner in schema.get("properties", {}).items()}
    if kind == "array":
        return [smallest(schema["items"], root)] * schema.get("minItems", 1)
    plain: Json = {"integer": schema.get("minimum", 1), "number": 1.5, "boolean": True, "string": "text"}
    return plain.get(kind)


def alternates(messages: list[Json]) -> bool:
    """Whether, after one system message or none, user and assistant take turns and the user comes last."""
    roles = [message["role"] for message in messages]
    roles = roles[1:] if roles[:1] == ["system"] else roles
    wanted = ["user", "assistant"] * len(roles)
    return bool(roles) and roles == wanted[: len(roles)] and roles[-1] == "user"


def fits_template(messages: list[Json]) -> bool:
    """Whether the strictest chat templates take it: one system message, at the start, and no message without words."""
    system = [message["role"] == "system" for message in messages]
    worded = all(isinstance(message["content"], str) and message["content"].strip() for message in messages)
    return system[:1] == [True] and sum(system) == 1 and worded and alternates(messages)


class Behaviour:
    """What a model of a given name does with a request."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.down = False

    def reply(self, body: Json, key: str) -> Reply:
        """The answer. Raises Failure."""
        model = body["model"]
        self.count[model] += 1
        self._fail(model, body, key)
        wanted = self._wanted(model, body)
        if wanted is not None:
            return wanted
        name, _, text = model.partition(":")
        if name in ("says", "broken", "long"):
            return Reply(text, {"says": "stop", "long": "length"}.get(name))
        special = {
            "refusal": Reply(None, refusal="I cannot help with that."),
            "filtered": Reply("It started", "content_filter"),
            "length": Reply("It started about three", "length"),
            "empty": Reply(""),
            "nofinish": Reply(IN_CHARACTER, None),
            "prose": Reply("I would say it went rather well."),
            "think": Reply(f"<think>What would she say? {{}}</think>\n\n{IN_CHARACTER}"),
        }
        return special.get(model, Reply(IN_CHARACTER))

    def _fail(self, model: str, body: Json, key: str) -> None:
        if self.down:
            raise Failure(500, "Internal Server Error")
        if model in STATUS:
            status, message, code = STATUS[model]
            raise Failure(status, message.format(key=key), code)
        some = re.fullmatch(r"e(\d{3})x(\d+)", model)
        if some and self.count[model] <= int(some[2]):
            raise Failure(int(some[1]), f"failure {self.count[model]}", retry_ms=20)
        if model == "strict" and not fits_template(body["messages"]):
            raise Failure(400, "Conversation roles must alternate user/assistant/user/assistant/...")
        form = (body.get("response_format") or {}).get("type")
        if model == "no_schema500" and form == "json_schema":
            raise Failure(500, "Internal Server Error")
        rejects = {
            "no_schema": {"json_schema"},
            "no_object": {"json_schema", "json_object"},
            "no_tools": {"json_schema", "json_object"},
            "tools_none": {"json_schema", "json_object"},
        }
        if form in rejects.get(model, ()):
            raise Failure(400, f"'response_format' of type '{form}' is not supported with this model")
        if model == "no_tools" and body.get("tools"):
            raise Failure(400, "tools are not supported")

    def _wanted(self, model: str, body: Json) -> Reply | None:
        """JSON, when it was asked for in a way this model honours."""
        form = body.get("response_format") or {}
        schema = (form.get("json_schema") or {}).get("schema") or form.get("schema")
        tools = body.get("tools") or []
        text = body["messages"][-1]["content"]
        if model in ("prose", "refusal", "filtered", "length", "empty"):
            return None
        if tools and model == "tools_none":
            return Reply("Well, let me see.")
        if tools:
            function = tools[0]["function"]
            return Reply(json.dumps(smallest(function["parameters"])), "tool_calls", tool=function["name"])
        if schema is None and "JSON Schema" in text:
            schema = json.loads(text[text.index("{", text.index("JSON Schema")) :])
        if schema is None:
            return None
        answer = json.dumps(smallest(schema))
        broken = {
            "badjson": '{"score": "not a number", "extra": 1}',
            "fenced": f"Here it is:\n```json\n{answer}\n```\nI hope this helps.",
            "think": f"<think>Is it {{this}}?</think>{answer}",
        }
        return Reply(broken.get(model, answer))


def talk_of(model: str) -> tuple[float, float, int]:
    """Milliseconds to the first token, milliseconds a token, tokens."""
    if ":" not in model:
        return TALK
    first, each, count = model.partition(":")[2].split(",")
    return float(first), float(each), int(count)


def _now() -> int:
    return time.monotonic_ns() // 1000


async def talk(model: str, messages: list[Json], received: int) -> AsyncIterator[str]:
    """Tokens on a fixed timeline (a late one does not delay the next), with the marks of the times."""
    first_ms, each_ms, count = talk_of(model)
    last = messages[-1]["content"] if messages else ""
    found = re.search(r"#id=([\w.-]+)#", last if isinstance(last, str) else "")
    name, began = found[1] if found else "none", time.monotonic()
    for number in range(count):
        await asyncio.sleep(max(0.0, began + (first_ms + each_ms * number) / 1000 - time.monotonic()))
        place = number % SENTENCE
        word = TALK_WORDS[number % len(TALK_WORDS)]
        word = word.capitalize() if place == 0 else word
        if number == 0:
            word = f"@@F{name}:{received}:{_now()}@@ {word}"
        if number == SENTENCE - 1:
            word = f"{word} @@E{name}:{_now()}@@"
        if number == count - 1:
            word = f"{word} @@L{name}:{_now()}@@"
        yield f"{word}. " if place == SENTENCE - 1 or number == count - 1 else f"{word} "


class App:
    """The server's ASGI application."""

    def __init__(self) -> None:
        self.seen: list[Json] = []
        self.behaviour = Behaviour()
        self.active = self.most_active = 0
        self.keep = True

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        if scope["path"].endswith("/chat/completions"):
            self.active += 1
            self.most_active = max(self.most_active, self.active)
            try:
                await self._chat(scope, receive, send)
            finally:
                self.active -= 1
        elif scope["path"] in ("/health", "/stats"):
            stats = {"ok": True, "requests": sum(self.behaviour.count.values()), "most": self.most_active}
            await _json(send, 200, stats)
        elif scope["path"].endswith("/models"):
            await _json(send, 200, {"object": "list", "data": [{"id": "patient", "object": "model"}]})
        else:
            await _json(send, 404, {"error": {"message": f"no such path {scope['path']}", "type": "error"}})

    async def _chat(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        received = _now()
        body = json.loads(await _body(receive))
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        if self.keep:
            self.seen.append({"body": body, "headers": headers})
        model = body["model"]
        key = headers.get("authorization", "").removeprefix("Bearer ")
        if model == "hang":
            return await _until_gone(receive)
        if model == "malformed_json":
            return await _send(send, 200, b'{"id": "x", "choices": [', b"application/json")
        if model == "html":
            return await _send(send, 200, b"<html>Please log in</html>", b"text/html")
        try:
            reply = self.behaviour.reply(body, key)
        except Failure as failure:
            error = {"message": str(failure), "type": "error", "param": None, "code": failure.code}
            extra = [] if failure.retry_ms is None else [(b"retry-after-ms", str(failure.retry_ms).encode())]
            return await _json(send, failure.status, {"error": error}, extra)
        if not body.get("stream"):
            return await _json(send, 200, _whole(model, reply))
        # A real server notices when nobody listens any more; ASGI only says so to whoever asks.
        talking = asyncio.create_task(_stream(send, body, reply, received))
        gone = asyncio.create_task(_until_gone(receive))
        await asyncio.wait((talking, gone), return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if not talking.done():
            talking.cancel()
            return
        await talking


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _stream(send: Send, body: Json, reply: Reply, received: int) -> None:
    model = body["model"]
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache")]
    if model == "reset":  # promises more than it sends: the client sees a broken body
        headers.append((b"content-length", b"100000"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def event(data: Json | str) -> None:
        text = data if isinstance(data, str) else json.dumps(data)
        await send({"type": "http.response.body", "body": f"data: {text}\n\n".encode(), "more_body": True})

    if model != "cut0":
        await event(_chunk(model, {"role": "assistant", "content": ""}))
    number = 0
    async for word in _tokens(body, reply, received):
        number += 1
        if number == 5:
            if model == "stall":
                await asyncio.Event().wait()
            if model == "malformed_sse":
                await event("{not json}")
            if model == "sse_error":
                await event({"error": {"message": "overloaded", "type": "server_error", "code": "overloaded"}})
        if (model in ("cut", "reset") and number == 5) or model == "cut0":
            if model == "reset":
                raise ConnectionError("on purpose")
            return await send({"type": "http.response.body", "body": b""})
        await event(_chunk(model, {"content": word}))
    if reply.refusal:
        await event(_chunk(model, {"refusal": reply.refusal}))
    await event(_chunk(model, {}, reply.finish))
    if (body.get("stream_options") or {}).get("include_usage") and model != "nousage":
        await event(_chunk(model, None) | {"choices": [], "usage": _usage(model)})
    await event("[DONE]")
    await send({"type": "http.response.body", "body": b""})


async def _tokens(body: Json, reply: Reply, received: int) -> AsyncIterator[str]:
    model = body["model"]
    if model.partition(":")[0] == "talk":
        async for word in talk(model, body["messages"], received):
            yield word
        return
    for word in re.findall(r"\s*\S+", reply.text or ""):
        await asyncio.sleep({"slow": 0.05, "drip": 0.3}.get(model, 0))
        yield word


def _chunk(model: str, delta: Json | None, finish: str | None = None) -> Json:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1700000000}
    return head | {"model": f"{model}-2026", "choices": [choice]}


def _usage(model: str) -> Json:
    return USAGE | {"cost": COST} if model == "costs" else USAGE


def _whole(model: str, reply: Reply) -> Json:
    message: Json = {"role": "assistant", "content": reply.text, "refusal": reply.refusal}
    if reply.tool:
        function = {"name": reply.tool, "arguments": reply.text}
        message |= {
            "content": None,
            "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
        }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": reply.finish}
    head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1700000000}
    usage = {} if model == "nousage" else {"usage": _usage(model)}
    return head | {"model": f"{model}-2026", "choices": [choice]} | usage


async def _body(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def _json(send: Send, status: int, body: Json, extra: list[tuple[bytes, bytes]] | None = None) -> None:
    await _send(send, status, json.dumps(body).encode(), b"application/json", extra)


async def _send(
    send: Send, status: int, body: bytes, kind: bytes, extra: list[tuple[bytes, bytes]] | None = None
) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *(extra or [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class FakeProvider:
    """The server in a thread of its own, on a free port, for as long as the `with` lasts."""

    def __init__(self) -> None:
        self.app = App()
        config = uvicorn.Config(self.app, host="127.0.0.1", port=0, log_level="critical", timeout_graceful_shutdown=0)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> FakeProvider:
        self._thread.start()
        until = time.monotonic() + 20
        while not self._server.started:
            if time.monotonic() > until or not self._thread.is_alive():
                raise RuntimeError("the fake provider did not start")
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    @property
    def port(self) -> int:
        """The port it listens on."""
        port: int = self._server.servers[0].sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """What to give as the base URL."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def seen(self) -> list[Json]:
        """Every request in order: "body" and "headers"."""
        return self.app.seen

    def reset(self) -> None:
        """Forget what was seen and counted."""
        self.app.seen.clear()
        self.app.behaviour.count.clear()
        self.app.most_active = 0


def main() -> None:
    """Serve until stopped, without keeping the requests."""
    app = App()
    app.keep = False
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9100
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False, backlog=4096)


if __name__ == "__main__":
    main()
