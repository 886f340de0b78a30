"""One encounter: its events, its phases, and the reply that belongs to it rather than to a connection."""
