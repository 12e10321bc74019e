"""Bytes of pictures in, bytes and geometry out. The only user of Pillow, OpenCV and NumPy."""
