"""What the checks of chapter 00 share: inputs, right answers, comparisons."""
