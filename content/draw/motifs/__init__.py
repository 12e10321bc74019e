"""What drawings are made of: a scene says where things stand; how they look is decided here, once."""
