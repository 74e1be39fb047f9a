"""Draws a sample again from its seed, as the minutes of an acceptance say: anybody can check that nobody chose it.

    python3 draw_again.py LOT N SEED

LOT is how many cases the lot has, N how many were drawn. Prints their places in the lot, from 1. The way is told in
crates/core/src/sampling/draw.rs; this file shares nothing with it.
"""
import hashlib
import sys


def below(bound, seed, turn):
    fair = 2**64 - 1 - (2**64 - 1) % bound
    k = 0
    while True:
        number = int.from_bytes(hashlib.sha256(f"{seed}/{turn}/{k}".encode()).digest()[:8], "big")
        if number < fair:
            return number % bound
        k += 1


def draw(lot, n, seed):
    places = list(range(lot))
    n = min(n, lot)
    for i in range(n):
        j = i + below(lot - i, seed, i)
        places[i], places[j] = places[j], places[i]
    return sorted(places[:n])


if __name__ == "__main__":
    lot, n, seed = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    print(*(place + 1 for place in draw(lot, n, seed)))
