"""The generated country: cities, complexes and firms whose truth is known, and which is no real place.

``plan`` says what is to be true, ``generate`` makes it happen year by year, ``write`` puts the files
of an office on one side and the truth on the other, ``load`` imports the files into a vault.
"""
