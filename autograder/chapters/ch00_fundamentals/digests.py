"""What solutions/ch00_fundamentals.py answers, as digests; made by `autograder build`."""

DIGESTS = {
    "ANSWER_1": "f6d14ac731c3",
    "ANSWER_2": "5b293a05dc2d",
    "ANSWER_3": "892d0dbbb5c0",
    "ANSWER_4": "daa820a115cc",
    "ANSWER_5": "913a88ad3d22",
    "ANSWER_6": "eb6038925643",
    "ANSWER_7": "0992e0ac1b88",
    "ANSWER_8": "08eb160811bc",
    "ANSWER_9": "dda5955e9b8a",
    "ANSWER_10": "df307b4d197a",
    "ANSWER_11": "6ffcf7130eea",
    "ANSWER_12": "6b9f1d443754",
    "ANSWER_13": "f636b969f4d4",
    "ANSWER_14": "575993db0931",
    "ANSWER_15": "1e068ba41b4b",
    "ANSWER_16": "13bde41bf39c",
}
