"""Made-up people who talk with each other, to try a space out with: never in production.

The words stand in ``data/``, different ones for each space. They are sent, read and published through the same
services as everybody's (``filling``), so that what is seen is what the program does.
"""
