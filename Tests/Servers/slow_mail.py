"""A mail server on loopback that lets a client wait before it takes the message in.

    slow_mail.py --log FILE --release FILE

Prints its port as the first line on standard output, and ends when its standard input is closed. Each line that comes
in is a line of the log. DATA is answered only once the file of `--release` is there.
"""

import argparse
import os
import socket
import sys
import threading
import time

parser = argparse.ArgumentParser()
parser.add_argument("--log", required=True)
parser.add_argument("--release", required=True)
options = parser.parse_args()


def serve(connection):
    def say(line):
        connection.sendall(line.encode() + b"\r\n")

    say("220 mail.example.org ready")
    is_message = False
    for raw in connection.makefile("rb"):
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        with open(options.log, "a", encoding="utf-8") as log:
            log.write(line + "\n")
        if is_message:
            if line == ".":
                is_message = False
                say("250 accepted")
        elif line == "DATA":
            while not os.path.exists(options.release):
                time.sleep(0.01)
            is_message = True
            say("354 go on")
        elif line.startswith("EHLO"):
            say("250 mail.example.org")
        elif line == "QUIT":
            say("221 bye")
            return connection.close()
        else:
            say("250 well")


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


def accept():
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
