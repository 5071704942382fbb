"""Joining: a few questions, a name, seven words, and an account that needs nothing else (DESIGN section 5, S38, S39).

Nothing is stored and no cookie is set before a name is chosen. From then on somebody who is about to join has an hour;
what they leave unfinished is swept away with its key.
"""
