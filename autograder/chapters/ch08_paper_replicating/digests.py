"""What solutions/ch08_paper_replicating.py answers, as digests; made by `autograder build`."""

DIGESTS = {
    "ANSWER_1": "45e6ae370e4f",
    "ANSWER_2": "de681247432f",
    "ANSWER_3": "ef7097832603",
    "ANSWER_4": "ca85fd63a57f",
    "ANSWER_5": "931d2870165b",
    "ANSWER_6": "ea6a3a51d505",
    "ANSWER_7": "7788b3a9caf3",
    "ANSWER_8": "8bc1c5894927",
}
