"""What solutions/ch05_going_modular.py answers, as digests; made by `autograder build`."""

DIGESTS = {
    "ANSWER_1": "cef2f945e6e8",
    "ANSWER_2": "bdb4abbe12f4",
    "ANSWER_3": "ea6bfdbc2aba",
    "ANSWER_4": "06aa79698867",
    "ANSWER_5": "7f55836859bf",
    "ANSWER_6": "84c1b5e6e1da",
    "ANSWER_7": "93e5da2d11d1",
    "ANSWER_8": "2497122777d8",
}
