"""A bare Gradio chat, as Gradio's guide to chatbots writes it: nothing stored, nothing guarded, nobody asked for.

python tests/bench/peers/gradio_bare.py PORT MODEL BASE_URL
"""

import sys
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr
from openai import AsyncOpenAI

PORT, MODEL, BASE_URL = int(sys.argv[1]), sys.argv[2], sys.argv[3]
SYSTEM = {"role": "system", "content": "You are a patient talking to a clinician. Stay in character."}

client = AsyncOpenAI(base_url=BASE_URL, api_key="bench")


def plain(message: dict[str, Any]) -> dict[str, str]:
    """A message of Gradio's history as a model takes it."""
    content = message["content"]
    text = content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
    return {"role": message["role"], "content": text}


async def reply(message: str, history: list[dict[str, Any]]) -> AsyncIterator[str]:
    """All that was said so far, and then the model's words as they come."""
    messages = [SYSTEM, *map(plain, history), {"role": "user", "content": message}]
    said = ""
    async for chunk in await client.chat.completions.create(model=MODEL, messages=messages, stream=True):
        if chunk.choices and chunk.choices[0].delta.content:
            said += chunk.choices[0].delta.content
            yield said


# With the default of one at a time, fifty people would wait for each other.
demo = gr.ChatInterface(reply, concurrency_limit=None)

if __name__ == "__main__":
    demo.launch(server_name="127.0.0.1", server_port=PORT, quiet=True)
