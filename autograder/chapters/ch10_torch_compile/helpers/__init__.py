"""What the checks of chapter 10 share: inputs, right answers, comparisons."""
