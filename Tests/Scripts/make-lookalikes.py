#!/usr/bin/env python3
"""Makes Sources/Texts/LookalikeData.swift: which characters a reader takes for a Latin letter or digit.

    python3 Tests/Scripts/make-lookalikes.py > Sources/Texts/LookalikeData.swift

The facts are those of Unicode's confusables.txt (UTS #39), asked of ICU (Debian: libicu72), and those of the Unicode
Character Database, asked of Python: what a character is compatibly equal to (NFKD), and the letter that its name names,
as in LATIN SMALL CAPITAL B and LATIN SMALL LETTER B WITH HOOK. Another ICU: ICU=74 python3 ....
"""
import ctypes
import os
import re
import unicodedata

VERSION = os.environ.get("ICU", "72")
ICU = ctypes.CDLL(f"libicui18n.so.{VERSION}")

NOTICE = """\
UNICODE LICENSE V3

COPYRIGHT AND PERMISSION NOTICE

Copyright © 1991-2022 Unicode, Inc.

NOTICE TO USER: Carefully read the following legal agreement. BY DOWNLOADING, INSTALLING, COPYING OR OTHERWISE
USING DATA FILES, AND/OR SOFTWARE, YOU UNEQUIVOCALLY ACCEPT, AND AGREE TO BE BOUND BY, ALL OF THE TERMS AND
CONDITIONS OF THIS AGREEMENT. IF YOU DO NOT AGREE, DO NOT DOWNLOAD, INSTALL, COPY, DISTRIBUTE OR USE THE DATA
FILES OR SOFTWARE.

Permission is hereby granted, free of charge, to any person obtaining a copy of data files and any associated
documentation (the "Data Files") or software and any associated documentation (the "Software") to deal in the
Data Files or Software without restriction, including without limitation the rights to use, copy, modify, merge,
publish, distribute, and/or sell copies of the Data Files or Software, and to permit persons to whom the Data
Files or Software are furnished to do so, provided that either (a) this copyright and permission notice appear
with all copies of the Data Files or Software, or (b) this copyright and permission notice appear in associated
Documentation.

THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF
THIRD PARTY RIGHTS.

IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY
SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR
PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION
WITH THE USE OR PERFORMANCE OF THE DATA FILES OR SOFTWARE.

Except as contained in this notice, the name of a copyright holder shall not be used in advertising or otherwise
to promote the sale, use or other dealings in these Data Files or Software without prior written authorization
of the copyright holder."""

# The letter that a name names, in the order in which they are tried.
NAMES = [
    r"LATIN (?P<case>SMALL|CAPITAL) LETTER (?P<letter>[A-Z]) WITH .*",
    r"LATIN LETTER (?P<case>SMALL) CAPITAL (?P<letter>[A-Z])( WITH .*)?",
    r"PARENTHESIZED LATIN (?P<case>SMALL|CAPITAL) LETTER (?P<letter>[A-Z])",
    r"(CROSSED )?(NEGATIVE )?(SQUARED|CIRCLED) LATIN (?P<case>CAPITAL) LETTER (?P<letter>[A-Z])",
    r"REGIONAL INDICATOR SYMBOL (?P<case>)LETTER (?P<letter>[A-Z])",
]

# Latin letters in which confusables.txt has its chains end, and what stands in a word for them.
ENDS = {"ĸ": "k", "ꞓ": "e", "ß": "b", "ꭓ": "x", "ꞷ": "w"}


def function(name, result, *arguments):
    found = getattr(ICU, f"{name}_{VERSION}")
    found.restype, found.argtypes = result, arguments
    return found


def checker():
    status = ctypes.c_int(0)
    opened = function("uspoof_open", ctypes.c_void_p, ctypes.c_void_p)(ctypes.byref(status))
    assert status.value <= 0, status.value
    return opened


CHECKER = checker()
SKELETON = function(
    "uspoof_getSkeletonUTF8", ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int32,
    ctypes.c_char_p, ctypes.c_int32, ctypes.c_void_p)


def skeleton(text):
    status, buffer, given = ctypes.c_int(0), ctypes.create_string_buffer(256), text.encode()
    length = SKELETON(CHECKER, 0, given, len(given), buffer, 256, ctypes.byref(status))
    assert status.value <= 0, status.value
    return unicodedata.normalize("NFKD", buffer.raw[:length].decode())


def latin(text):
    """The text without its marks, where nothing but Latin letters and digits is left."""
    text = "".join(character for character in text if not unicodedata.category(character).startswith("M"))
    return text if re.fullmatch("[A-Za-z0-9]+", text) else None


def named(character):
    name = unicodedata.name(character, "")
    for pattern in NAMES:
        match = re.fullmatch(pattern, name)
        if match:
            return match["letter"].lower() if match["case"] == "SMALL" else match["letter"]
    return None


def letters(character):
    category = unicodedata.category(character)
    if category[0] in "MC":
        return None
    plain = unicodedata.normalize("NFKD", character)
    like = skeleton(plain)
    found = latin(plain) or latin(like) or ENDS.get(like) or named(character) or (named(like) if len(like) == 1 else None)
    # A sign that holds a whole word (“kg”, “TM”) parts words, and stands for none of their letters.
    return found if found and (len(found) == 1 or category[0] in "LN") else None


def entries():
    """Runs of characters that follow each other, as `1D400 ABC`; where one looks like several letters, `FB01=fi`."""
    start, run = None, ""
    for point in range(0x80, 0x110000):
        found = None if 0xD800 <= point < 0xF900 else letters(chr(point))
        if found and len(found) == 1:
            start, run = (point, found) if start is None else (start, run + found)
            if len(run) < 64:
                continue
        if run:
            yield f"{start:X} {run}"
            start, run = None, ""
        if found and len(found) > 1:
            yield f"{point:X}={found}"


def main():
    print("// Made by Tests/Scripts/make-lookalikes.py; change that, not this.")
    print("//")
    print(f"// From Unicode's confusables.txt (UTS #39) as ICU {VERSION} has it, reduced to what looks like Latin letters")
    print(f"// and digits, and from the Unicode Character Database {unicodedata.unidata_version}: decompositions and names. Their licence:")
    print("//")
    for line in NOTICE.split("\n"):
        print(f"// {line}".rstrip())
    print()
    print("enum LookalikeData {")
    print("  /// Entries between semicolons, in the order of the code points. `C0 AAA`: U+00C0 and what follows look like")
    print("  /// these, one each. `FB01=fi`: one that looks like several.")
    print('  static let entries = """')
    line = "   "
    for entry in entries():
        if len(line) + len(entry) + 3 > 118:
            print(line + "\\")
            line = "   "
        line += f" {entry};"
    print(line)
    print('    """')
    print("}")


main()
