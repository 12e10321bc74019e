"""What things are: frozen types without I/O. The case file's fields are named here."""

import os

# What else is installed decides nothing here, and finding it takes longer than reading a case.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
