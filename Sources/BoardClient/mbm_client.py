"""The board client: registers this board on a hub, and runs what shells send.

Start it with `import mbm_client; mbm_client.main()`, beside the other mbm_*.py (or .mpy) and mbm.json. What
it says to the hub is described in docs/protocol.md.
"""

import __main__
import gc
import micropython
import sys

# What stays is to lie close together: the start fits a heap of 64 kB, and programs find room in one piece.
gc.threshold(1000)
level = micropython.opt_level()
micropython.opt_level(3)  # as `mpy-cross -O3` does: the client needs no line numbers
import mbm_output, mbm_job  # compiling the long ones takes most
import mbm_board, mbm_config

micropython.opt_level(level)


def main():
    __main__.__dict__.pop("mbm_client", None)
    board = mbm_config.board()
    mbm_config.sweep()
    del sys.modules["mbm_config"]
    del globals()["mbm_config"]
    board.run()
