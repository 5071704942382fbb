"""What is held on a person, and how they get it, leave with it, and how it goes by itself (promise 10, S27, S48, S86).

``register`` says what every stored column is for and how long it stays; ``holdings`` is where features hand in what
they hold on a person; ``exporting`` writes it down, ``erasing`` deletes it, ``retention`` lets go of what is over.
"""
