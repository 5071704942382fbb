"""Tests of the words at the door of both spaces."""
