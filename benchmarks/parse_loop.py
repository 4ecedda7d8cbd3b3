"""Read and parse every TOML file below a folder with the standard library, and do nothing else.

python benchmarks/parse_loop.py DIR
"""

import os
import sys
import tomllib

parsed = 0
for above, _, names in os.walk(sys.argv[1]):
    for name in names:
        if name.endswith(".toml"):
            with open(os.path.join(above, name), "rb") as file:
                tomllib.load(file)
            parsed += 1
sys.stdout.write(f"{parsed}\n")
