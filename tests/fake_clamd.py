"""A program that speaks clamd's protocol: PING, and INSTREAM in chunks with the limit's reply. It finds EICAR; content
can ask it to die in the middle or to talk rubbish.   usage: fake_clamd.py [limit]

It prints its port and serves until it is stopped.
"""

import re
import socketserver
import sys

LIMIT = int(sys.argv[1]) if len(sys.argv) > 1 else 25 * 1024 * 1024
EICAR = b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$"


class Clamd(socketserver.StreamRequestHandler):
    def handle(self):
        command = b""
        while not command.endswith(b"\0"):
            if not (byte := self.rfile.read(1)):
                return
            command += byte
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM\0":
            self.wfile.write(self.instream())
        else:
            self.wfile.write(b"UNKNOWN COMMAND\0")

    def instream(self) -> bytes:
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            if len(content) + size > LIMIT:
                return b"INSTREAM size limit exceeded. ERROR\0"
            content += self.rfile.read(size)
            if b"CLAMD-DIES" in content:
                return b""
        if found := re.search(rb"CLAMD-SAYS (.*)", content):
            return found[1]
        return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


if __name__ == "__main__":
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        server.daemon_threads = True
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.serve_forever()
