"""Making the word vectors that hearing uses: run by hand, never when the program runs.

python -m tests.distil ENCODER_FOLDER DATA_FOLDER makes simulator/language/en/meaning.npz anew.
"""
