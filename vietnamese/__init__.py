"""Vietnamese text as people type it: pure functions over strings, standard library only.

Both runtimes import this package, so it holds to Python 3.10.
"""
