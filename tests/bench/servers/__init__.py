"""The apps under test, each started as a process of its own."""
