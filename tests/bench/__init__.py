"""What a turn costs: the whole product and bare chat apps against one fake provider, in the same run, in turn.

`make bench` runs it; `make bench ARGS=--help` says what can be chosen.
"""
