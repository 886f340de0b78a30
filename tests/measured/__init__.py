"""The built-in coder against people's labels: `python -m tests.measured DATA_FOLDER [name ...]`.

The data are not part of the project. Groups (a post, a dialogue, a video) are split once by the parity of the sha256
of their name: the even half may be looked at and tuned on, of the odd half only figures are printed.
"""
