"""What solutions/ch04_custom_datasets.py answers, as digests; made by `autograder build`."""

DIGESTS = {
    "ANSWER_1": "028aef736bf1",
    "ANSWER_2": "64272e377bc3",
    "ANSWER_3": "9ff8660085cb",
    "ANSWER_4": "714ba3e819b8",
    "ANSWER_5": "ec792c01b1c0",
    "ANSWER_6": "ea5c85d6e9bc",
    "ANSWER_7": "9c2159daca82",
    "ANSWER_8": "cf8478a431be",
}
