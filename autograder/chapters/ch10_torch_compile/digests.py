"""What solutions/ch10_torch_compile.py answers, as digests; made by `autograder build`."""

DIGESTS = {
    "ANSWER_1": "5e7ebf9b8fd9",
    "ANSWER_2": "c975811c0108",
    "ANSWER_3": "75c329639c87",
    "ANSWER_4": "1deb5eeea855",
    "ANSWER_5": "7085f4c210dd",
    "ANSWER_6": "bf0d2ad8b25f",
    "ANSWER_7": "1db24f7a4fdf",
    "ANSWER_8": "d5e7a88b0d44",
}
