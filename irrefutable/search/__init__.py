"""Records of cases -> an index that a browser can search. Refuses to know what a case is."""
