"""What things are: frozen types without I/O. The case file's fields are named here."""

import os
import sys
from types import ModuleType

# What else is installed decides nothing here, and finding it takes longer than reading a case.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
_no_plugins = ModuleType("pydantic.plugin._loader")
_no_plugins.get_plugins = tuple  # type: ignore[attr-defined]
# What would find it imports half of the library for mail.
sys.modules.setdefault(_no_plugins.__name__, _no_plugins)
