"""Tables, migrations and units of work: everything that outlives the process."""

from simulator.store.database import Store, open_store

__all__ = ["Store", "open_store"]
