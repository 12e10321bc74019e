"""The only stage that writes: what was computed before, and what is published."""
