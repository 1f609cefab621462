"""What solutions/ch09_model_deployment.py answers, as digests; made by `autograder build`."""

DIGESTS = {
    "ANSWER_1": "b7af291df141",
    "ANSWER_2": "8b068acb300c",
    "ANSWER_3": "7dccbcc9edd6",
    "ANSWER_4": "90a7b77f8466",
    "ANSWER_5": "fa335d8ab171",
    "ANSWER_6": "5c4f7f916168",
    "ANSWER_7": "1194d8b45e16",
    "ANSWER_8": "7639bbe397c2",
    "ANSWER_9": "b433a6e95a3c",
    "ANSWER_10": "028758a962aa",
}
