"""What things are: frozen types without I/O. The case file's fields are named here."""
