"""What solutions/ch02_classification.py answers, as digests; made by `autograder build`."""

DIGESTS = {
    "ANSWER_1": "fb4d39393c94",
    "ANSWER_2": "b682cf19f5a8",
    "ANSWER_3": "9e829457094e",
    "ANSWER_4": "bf01ae0568f7",
    "ANSWER_5": "ad0ba1fa52c8",
    "ANSWER_6": "625bd4bf9e06",
    "ANSWER_7": "2ca2dc560bf7",
    "ANSWER_8": "37dd09a3f81d",
    "ANSWER_9": "f4e61a90567f",
    "ANSWER_10": "75653af3cb56",
}
