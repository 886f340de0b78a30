"""Bare chat apps as their frameworks' own guides write them, to measure against."""
