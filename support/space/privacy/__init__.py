"""What the forum holds on people: written down for them, deleted with them, and let go of when its time is over.

It stands above the features that hold it: ``exporting`` and ``erasing`` are handed to ``common.privacy`` when the
application is built (:data:`holding.FORUM`), ``retention`` to the housekeeper.
"""
