"""What the checks of chapter 02 share: inputs, right answers, comparisons."""
