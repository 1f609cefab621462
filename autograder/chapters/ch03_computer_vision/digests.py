"""What solutions/ch03_computer_vision.py answers, as digests; made by `autograder build`."""

DIGESTS = {
    "ANSWER_1": "a39defbdb449",
    "ANSWER_2": "0e0edeb514fd",
    "ANSWER_3": "83bbafe9788f",
    "ANSWER_4": "6030c905c12a",
    "ANSWER_5": "f33fbee6c3b8",
    "ANSWER_6": "581eca66ef62",
    "ANSWER_7": "45fbff99966e",
    "ANSWER_8": "3b55c21f9e7f",
    "ANSWER_9": "cef5fb861a1e",
    "ANSWER_10": "0bb87d795550",
}
