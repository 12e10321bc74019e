"""Page values in, bytes out. The only user of Jinja, Markdown and nh3."""
