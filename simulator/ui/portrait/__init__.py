"""The drawn portrait: what a passer-by sees, with a face and a posture that follow the patient's bearing."""
