"""The drawing code behind generate.py: each module returns NumPy arrays, generate.py writes the files."""
