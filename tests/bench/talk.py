"""What the learners say: ten things in turn, so that any ten turns in a row hold the same."""

SAYINGS = (
    "Hello, thank you for coming in today. What has brought you here?",
    "That sounds hard. Can you tell me a bit more about how it began?",
    "How has this been affecting you at home and at work?",
    "I can hear that this has been worrying you. What worries you most?",
    "Is there anything you have been afraid this might be?",
    "Have you noticed anything that makes it better or worse?",
    "Who is there at home to support you with all of this?",
    "It makes sense that you feel worn out, given everything you are carrying.",
    "How have you been sleeping, and how has your appetite been?",
    "What were you hoping we could do for you today?",
)


def saying(number: int) -> str:
    """The thing to say at this turn, from 0."""
    return SAYINGS[number % len(SAYINGS)]
