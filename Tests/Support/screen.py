"""A terminal without a window: pyte behind a socket (descriptor 3).

feed COUNT, then so many bytes: what a program wrote. size COLUMNS ROWS: the window changed. show: answered by a line
with the cursor's row and column, how often the bell rang, and how many rows follow, then these.
"""

import socket

import pyte


class Screen(pyte.Screen):
    bells = 0

    def bell(self, *arguments):
        self.bells += 1


def serve(connection):
    commands = connection.makefile("rb")
    screen = Screen(80, 24)
    stream = pyte.ByteStream(screen)
    for line in commands:
        command, *numbers = line.split()
        if command == b"feed":
            stream.feed(commands.read(int(numbers[0])))
        elif command == b"size":
            screen.resize(columns=int(numbers[0]), lines=int(numbers[1]))
        else:
            rows = [row.rstrip() for row in screen.display]
            while rows and not rows[-1]:
                rows.pop()
            # Behind a full row pyte has the cursor outside of it, where it waits for the next character.
            column = min(screen.cursor.x, screen.columns - 1)
            head = f"{screen.cursor.y} {column} {screen.bells} {len(rows)}"
            connection.sendall("".join(text + "\n" for text in [head, *rows]).encode())


serve(socket.socket(fileno=3))
