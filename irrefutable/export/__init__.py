"""Records as files for programs. Refuses to know where they are published."""
