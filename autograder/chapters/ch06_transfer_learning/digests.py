"""What solutions/ch06_transfer_learning.py answers, as digests; made by `autograder build`."""

DIGESTS = {
    "ANSWER_1": "e84b700f2357",
    "ANSWER_2": "76cf53f946b4",
    "ANSWER_3": "670e41bf9f93",
    "ANSWER_4": "a929bdd5e428",
    "ANSWER_5": "2f69d475871c",
    "ANSWER_6": "5c82e166f298",
    "ANSWER_7": "f14a5dbdadeb",
    "ANSWER_8": "dc3c7491bfe0",
}
