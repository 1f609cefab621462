"""What solutions/ch07_experiment_tracking.py answers, as digests; made by `autograder build`."""

DIGESTS = {
    "ANSWER_1": "08627d39aada",
    "ANSWER_2": "f22aeb7daa6c",
    "ANSWER_3": "d0b1b96b363c",
    "ANSWER_4": "2d6f0c2b9641",
    "ANSWER_5": "16b3c1c9c975",
    "ANSWER_6": "35263c66b4bd",
    "ANSWER_7": "3f787e3d0dc3",
    "ANSWER_8": "85f41d3a9d59",
}
