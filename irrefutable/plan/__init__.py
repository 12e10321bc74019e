"""The archive in, page values out: who is related to whom, and where everything stands."""
