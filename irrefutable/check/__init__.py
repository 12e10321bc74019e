"""Model values in, diagnostics out: one pure function a rule."""
