"""Functions of the emulated SCF: executed in processes of their own, by the platform's rules."""
