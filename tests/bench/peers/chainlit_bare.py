"""A bare Chainlit chat, as Chainlit's guide to streaming writes it. Run in an environment of its own.

PEER_MODEL=... PEER_BASE_URL=... python -m chainlit run tests/bench/peers/chainlit_bare.py --headless --port PORT
"""

import os

import chainlit as cl
from openai import AsyncOpenAI

MODEL = os.environ["PEER_MODEL"]
SYSTEM = {"role": "system", "content": "You are a patient talking to a clinician. Stay in character."}

client = AsyncOpenAI(base_url=os.environ["PEER_BASE_URL"], api_key="bench")


@cl.on_chat_start
async def begin() -> None:
    """Nothing was said yet."""
    cl.user_session.set("messages", [SYSTEM])


@cl.on_message
async def answer(message: cl.Message) -> None:
    """The model's words as they come."""
    messages = cl.user_session.get("messages")
    messages.append({"role": "user", "content": message.content})
    said = cl.Message(content="")
    async for chunk in await client.chat.completions.create(model=MODEL, messages=messages, stream=True):
        if chunk.choices and (token := chunk.choices[0].delta.content):
            await said.stream_token(token)
    messages.append({"role": "assistant", "content": said.content})
    await said.update()
