"""Our own template, made by code so that a change of it can be read; what the ministry downloads to begin with."""
