"""Rehearsal: differently spoken learners, scripted or played by a model, meet one patient before a class does."""
