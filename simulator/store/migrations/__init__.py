"""Schema changes, oldest first; each release opens the databases of every earlier one."""
