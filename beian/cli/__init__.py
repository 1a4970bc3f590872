"""The command line: the same questions and the same code as the function, on a laptop.

`main` is the entry; `commands` declares the commands and imports what runs one only when it runs.
"""
