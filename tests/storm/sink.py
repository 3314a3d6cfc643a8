"""A mail server that keeps of each mail its number and whom it is for: `python -m tests.storm.sink PORT FILE DELAY`."""

import asyncio
import sys
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Sink:
    def __init__(self, path: Path, delay: float) -> None:
        self.file = path.open("a", buffering=1)
        self.delay = delay

    async def handle_DATA(self, server, session, envelope):
        """Say OK when it is written down, after a while, as servers do."""
        await asyncio.sleep(self.delay)
        number = message_from_bytes(envelope.content)["Message-ID"]
        self.file.write(f"{number.strip('<>').partition('@')[0]} {envelope.rcpt_tos[0]}\n")
        return "250 OK"


async def serve(port: int, path: Path, delay: float) -> None:
    sink = Sink(path, delay)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(sink, hostname="sink"), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])))
