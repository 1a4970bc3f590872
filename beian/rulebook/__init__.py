"""The rulebook: one rule a file. `registry` lists them; `policy` is what they compare with."""
