"""The list of what the program is made of, as CycloneDX 1.5: from the package manager's tree on standard input, and the names of
Debian's packages that it is linked with."""

import json
import subprocess
import sys

version, linked = sys.argv[1], sys.argv[2:]
found = {}


def collect(package):
    for dependency in package["dependencies"]:
        found[dependency["identity"]] = dependency
        collect(dependency)


collect(json.load(sys.stdin))
components = [
    {
        "type": "library", "name": identity, "version": package["version"],
        "purl": f"pkg:swift/{package['url'].removeprefix('https://').removesuffix('.git')}@{package['version']}",
    }
    for identity, package in sorted(found.items())
    if package["url"].startswith("https://")
]
for name in linked:
    installed = subprocess.run(
        ["dpkg-query", "-Wf", "${Version}", name], capture_output=True, text=True, check=True).stdout
    components.append(
        {"type": "library", "name": name, "version": installed, "purl": f"pkg:deb/debian/{name}@{installed}"})
if not components:
    sys.exit("deb: the list of what the program is made of came out empty.")
json.dump(
    {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "portcullis", "version": version}},
        "components": components,
    }, sys.stdout, indent=2)
print()
