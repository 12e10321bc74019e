"""Text in, model values out, and every problem a diagnostic."""
