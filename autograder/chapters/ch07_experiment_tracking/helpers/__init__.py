"""What the checks of chapter 07 share: inputs, right answers, comparisons."""
