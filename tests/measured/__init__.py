"""The built-in grader measured: `python -m tests.measured DATA_FOLDER [name ...] [--half tuned|kept]`.

Against people's labels (eaf, annomi, epitome, esconv_failed, primock57; the data are not part of the project) and
against texts written apart for this (replies, decoys, levels, styles, speed; give - for the folder). Labelled rows are
split once: those of a group (a post, a dialogue, a video) by the parity of the sha256 of its name, replies by that of
their id. The even half may be looked at and tuned on, of the odd half only figures are printed, never a text.
"""
