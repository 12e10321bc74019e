"""One module for each case: what its drawings show, and where. `CASE` is the case's folder."""
