"""List the claims on which a party acts the way a short script would: glob, tomllib, filter.

python benchmarks/naive.py DIR PARTY
"""

import glob
import os
import sys
import tomllib

folder, party = sys.argv[1:]
for path in sorted(glob.glob(os.path.join(folder, "**", "*.toml"), recursive=True)):
    with open(path, "rb") as file:
        claim = tomllib.load(file)
    if any(position["party"] == party for position in claim.get("positions", ())):
        name = os.path.splitext(os.path.basename(path))[0]
        sys.stdout.write(f"{name}\t{claim['title']}\n")
